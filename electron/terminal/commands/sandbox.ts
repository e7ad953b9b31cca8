import { homeFolder } from '../../home'
import type { Sandbox } from '../../sandbox/sandbox'
import { awaitStop } from '../../stop'
import { EXIT } from '../exit'

export interface SandboxFlags {
  home?: string
  reset: boolean
  repos?: number
  seed?: number
  pace: number
  /** Seconds that a form or an agreement takes to be felt. */
  accessDelay?: number
  /** Seconds until CloudTrail shows an event. */
  trailDelay?: number
  json: boolean
}

/** `sandbox`: stands the embedded world up by itself until Ctrl+C, for any tool that speaks to AWS and GitHub. */
export async function sandboxVerb(flags: SandboxFlags): Promise<number> {
  const { startSandbox } = await import('../../sandbox/sandbox')
  const sandbox = await startSandbox({
    home: homeFolder(flags.home, process.env),
    pace: flags.pace,
    reset: flags.reset,
    ...(flags.repos === undefined ? {} : { repos: flags.repos }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  })
  const { stage } = sandbox
  if (stage && flags.accessDelay !== undefined) {
    stage.world.aws.accessDelay = flags.accessDelay
    stage.changed()
  }
  if (stage && flags.trailDelay !== undefined) {
    stage.world.aws.trailDelay = flags.trailDelay
    stage.changed()
  }
  const environment = {
    AWS_CONFIG_FILE: sandbox.awsConfigFile,
    AWS_SHARED_CREDENTIALS_FILE: sandbox.awsCredentialsFile,
    AWS_ENDPOINT_URL: sandbox.awsUrl,
    GITHUB_API_URL: sandbox.githubUrl,
    GITHUB_TOKEN: sandbox.token,
  }
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  process.stdout.write(`${flags.json ? JSON.stringify(environment) : lines.join('\n')}\n`)
  for (const notice of [...sandbox.notices, ...otherWorld(sandbox, flags)])
    process.stderr.write(`${notice}\n`)
  process.stderr.write('The sandbox stands until Ctrl+C.\n')
  await awaitStop().asked
  await sandbox.close()
  return EXIT.fine
}

/** A world that was there already is not the one that was asked for. */
function otherWorld({ stage }: Sandbox, { repos, seed }: SandboxFlags): string[] {
  if (stage === null) return []
  const { github, seed: madeFrom } = stage.world
  const count = github.repositories.length
  if ((repos === undefined || repos <= count) && (seed === undefined || seed === madeFrom)) return []
  return [
    `This home has a world already, of ${count} repositories from seed ${madeFrom}. Add --reset for a new one.`,
  ]
}
