/** What the flags of a verb do not say: what it ends with, and how it is called. Shown after its help. */
export const HELP: Readonly<Record<string, string>> = {
  fleet: text('0 the fleet could be read, whatever it looks like; 3 it could not', [
    'fleet --json',
    'fleet --add acme/web acme/api',
    'fleet --org acme --topic bedrock --exclude acme/legacy',
    'fleet --export fleet.json',
    'fleet --import fleet.json',
  ]),
  repo: text('0 it could be read, whatever it looks like; 3 it could not', ['repo acme/web']),
  plan: text('0 a plan could be made; 3 it could not', [
    'plan acme/web',
    'plan acme/web --region eu-west-2 --template python-boto3',
    'plan acme/web --out web.plan.json',
    'plan acme/web --as terraform --out web.tf',
    'plan --all --json',
  ]),
  apply: text(
    '0 every step was done; 1 a step failed, or something is in the way or lacking; 2 --yes was not given, and nothing was changed; 3 nothing was begun',
    ['apply acme/web --yes', 'apply --all --yes --exclude acme/legacy', 'apply --plan web.plan.json --yes'],
  ),
  models: text(
    '0 it could be read, and no model in use is on its way out; 1 one is; 2 neither --in-use nor an account and a region was given; 3 it could not be read',
    ['models --account 111122223333 --region us-east-1', 'models --in-use --json'],
  ),
  waits: text('0 nothing is awaited; 1 something is; 3 it could not be told', [
    'waits',
    'waits acme/web --json',
  ]),
  'migrate-subjects': text(
    '0 every repository got there; 1 one did not; 2 --yes was not given, and nothing was changed; 3 nothing was begun',
    [
      'migrate-subjects --all',
      'migrate-subjects acme/web acme/api --yes',
      'migrate-subjects acme/web --until both-trusted --yes',
    ],
  ),
  undo: text('0 all of it was taken back; 1 something stays; 3 there is no such application', [
    'undo 3f4ca1eb-bd0d-41cd-b138-b8fdf962682a',
    'undo 3f4ca1eb-bd0d-41cd-b138-b8fdf962682a --step set-variable-1x2y3z',
  ]),
  resume: text(
    '0 every step is done now, or the list was printed; 1 a step failed again; 2 --yes was not given; 3 there is no such application, or another process works on it',
    ['resume', 'resume 3f4ca1eb-bd0d-41cd-b138-b8fdf962682a --yes'],
  ),
  'tear-down': text(
    '0 every step was done; 1 a step failed, or something is in the way; 2 --yes was not given, and nothing was changed; 3 nothing was begun',
    ['tear-down acme/web', 'tear-down acme/web --yes'],
  ),
  set: text(
    '0 every repository has the value; 1 one did not; 2 --yes was not given, and nothing was changed; 3 the fleet could not be read',
    [
      'set AWS_REGION=eu-central-1 acme/web acme/api',
      'set BEDROCK_MODEL_ID=eu.anthropic.claude-sonnet-4-6 --all --exclude acme/legacy --yes',
      'set AWS_REGION=eu-west-2 acme/deploy --environment production --yes',
      'set AWS_BEDROCK_ROLE_ARN acme/web acme/api --secret --yes < role-arn.txt',
    ],
  ),
  branches: text(
    '0 they were listed, or deleted; 1 a rule of the owners kept one; 2 neither repositories nor --all; 3 a repository could not be read',
    ['branches --all', 'branches acme/web --delete --json'],
  ),
  'remove-keys': text(
    '0 every leftover key was removed, or there is none; 1 a step failed, or something is in the way; 2 --yes was not given, and nothing was changed; 3 nothing was begun',
    ['remove-keys acme/legacy-keys', 'remove-keys acme/legacy-keys --yes'],
  ),
  test: text('0 the run succeeded, or was started; 1 it ended otherwise; 3 it could not be started', [
    'test acme/web --wait',
    'test acme/web --ref main --input prompt=Hello',
    'test --all --wait --limit 8 --json',
    'test acme/web acme/api --wait --ref next --input prompt=Hello --choices tests.json',
  ]),
  rerun: text(
    '0 the new attempt was started, and with --wait succeeded; 1 it ended otherwise; 3 it could not be started',
    [
      'rerun acme/web --run 17012345678 --failed --wait',
      'rerun acme/web --run 17012345678 --job ask --debug',
    ],
  ),
  cancel: text('0 GitHub cancels it; 3 it could not be cancelled, and why', [
    'cancel acme/web --run 17012345678',
    'cancel acme/web --run 17012345678 --force',
  ]),
  logs: text('0 every log is there; 1 a log is missing, or nothing was found; 3 there is no such run', [
    'logs acme/web',
    'logs acme/web --run 17012345678',
    'logs acme/web --search "timed? out" --regex --ignore-case',
  ]),
  search: text('0 something was found; 1 nothing was; 3 no log could be read', [
    'search "Not authorized to perform"',
    'search "Error: .*" --regex --repository acme/web acme/api --json',
  ]),
  runs: text('0 the runs could be read, also where there is none; 3 none could be read', [
    'runs --json',
    'runs acme/web acme/api --state failed --since 7d',
    'runs --workflow Bedrock --branch main --actor octocat --event push --since 2026-11-01',
  ]),
  artifacts: text(
    '0 they were listed, or saved; 1 one of them has expired, and is not saved; 3 they could not be read',
    [
      'artifacts acme/web --run 17012345678 --json',
      'artifacts acme/web --run 17012345678 --download ./artifacts',
    ],
  ),
  diagnose: text(
    '0 there is nothing to diagnose, or no cause that is known; 1 a cause was found; 3 the run or the log could not be read',
    [
      'diagnose acme/web',
      'diagnose --log job.txt --json',
      'gh run view 17012345678 --log-failed | rolecall diagnose --log -',
      'diagnose --log job.txt --repository acme/web --run 17012345678',
    ],
  ),
  proof: text(
    '0 every session was found in CloudTrail; 1 one was refused, is not there yet, or cannot be told; 3 there is no such run',
    ['proof acme/web', 'proof acme/web --run 17012345678 --json'],
  ),
  profiles: text('0 the files were read, or there are none; 3 none of them can be read', ['profiles --json']),
  connect: text('0 the profile is pinned; 3 it could not be', [
    'connect prod',
    'connect prod --sign-in',
    'connect prod --repin',
  ]),
  identities: text('0 they could be listed, whatever they are; 3 gh’s token could not be adopted', [
    'identities --json',
    'identities --adopt-gh --host octo.ghe.com',
    'fleet --identity mona@octo.ghe.com',
    'fleet --host octo.ghe.com',
  ]),
  issuer: text(
    '0 it was told, or kept; 2 the owner, or one of the slug and --none, is lacking; 3 it could not be kept',
    ['issuer --json', 'issuer acme acme-inc', 'issuer acme --none'],
  ),
  preflight: text('0 everything may be done; 1 something is missing or not known; 3 nothing could be asked', [
    'preflight --json',
    'preflight --profile prod',
    'preflight --policy read-only',
  ]),
  inspect: text('0 GitHub accepts the file; 1 it does not, or the file cannot be read', [
    'inspect .github/workflows/bedrock.yml --json',
    'inspect - < .github/workflows/bedrock.yml',
  ]),
  explain: text('0 the token is let in; 1 it is not; 3 a file cannot be read, or holds no token', [
    'explain --trust trust.json --claims token.json',
    'explain --trust - --claims token.json --json < trust.json',
  ]),
  sandbox: text('0 it was told to stop; 3 it could not start', ['sandbox --reset --repos 200']),
  serve: text('0 it was told to stop; 3 it could not start', ['serve --sandbox']),
}

/** Shown after the help of the program. */
export const PROGRAM_HELP = `
Connections:
  GITHUB_TOKEN   the GitHub identity, or GH_TOKEN; GITHUB_API_URL or GH_HOST name
                 another GitHub; --identity LOGIN@HOST acts as one adopted from gh,
                 --host HOST as one of that host
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
