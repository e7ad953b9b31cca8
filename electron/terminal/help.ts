/** What the flags of a verb do not say: what it ends with, and how it is called. Shown after its help. */
export const HELP: Readonly<Record<string, string>> = {
  fleet: text('0 the fleet could be read, whatever it looks like; 3 it could not', [
    'fleet --json',
    'fleet --add acme/web acme/api',
  ]),
  repo: text('0 it could be read, whatever it looks like; 3 it could not', ['repo acme/web']),
  plan: text('0 a plan could be made; 3 it could not', [
    'plan acme/web',
    'plan acme/web --region eu-west-2 --template python-boto3',
  ]),
  apply: text(
    '0 every step was done; 1 a step failed, or something is in the way or lacking; 2 --yes was not given, and nothing was changed; 3 nothing was begun',
    ['apply acme/web --yes'],
  ),
  undo: text('0 all of it was taken back; 1 something stays; 3 there is no such application', [
    'undo 3f4ca1eb-bd0d-41cd-b138-b8fdf962682a',
  ]),
  test: text('0 the run succeeded, or was started; 1 it ended otherwise; 3 it could not be started', [
    'test acme/web --wait',
    'test acme/web --ref main --input prompt=Hello',
  ]),
  logs: text('0 every log is there; 1 a log is missing; 3 there is no such run', [
    'logs acme/web',
    'logs acme/web --run 17012345678',
  ]),
  diagnose: text('0 there is nothing to diagnose; 1 there is; 3 the run could not be read', [
    'diagnose acme/web',
  ]),
  sandbox: text('0 it was told to stop; 3 it could not start', ['sandbox --reset --repos 200']),
  serve: text('0 it was told to stop; 3 it could not start', ['serve --sandbox']),
}

/** Shown after the help of the program. */
export const PROGRAM_HELP = `
Connections:
  GITHUB_TOKEN   the GitHub identity; GITHUB_API_URL names another server
  AWS_PROFILE    the AWS profile, or the keys of the environment
  --sandbox      an embedded AWS and GitHub instead, which need neither

Exit codes:
  0 done, and the answer is good; 1 done, and the answer is not good; 2 the
  command was not understood; 3 it could not be done; 70 a defect of Rolecall

Try it:
  rolecall fleet --sandbox

docs/terminal.md describes every answer.`

function text(codes: string, examples: string[]): string {
  const shown = examples.map((example) => `  rolecall ${example}`)
  return ['', 'Exit codes:', ...codes.split('; ').map((code) => `  ${code}`), '', 'Examples:', ...shown].join(
    '\n',
  )
}
