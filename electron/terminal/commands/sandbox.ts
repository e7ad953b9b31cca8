import { homeFolder } from '../../home'
import { startSandbox } from '../../sandbox/sandbox'
import { EXIT } from '../exit'

export interface SandboxFlags {
  home?: string
  reset: boolean
  repos?: number
  seed?: number
  pace: number
  json: boolean
  detach?: boolean
}

/** `sandbox`: stands the embedded world up by itself until Ctrl+C, for any tool that speaks to AWS and GitHub. */
export async function sandboxVerb(flags: SandboxFlags): Promise<number> {
  const sandbox = await startSandbox({
    home: homeFolder(flags.home, process.env),
    pace: flags.pace,
    reset: flags.reset,
    ...(flags.repos === undefined ? {} : { repos: flags.repos }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  })
  const environment = {
    AWS_CONFIG_FILE: sandbox.awsConfigFile,
    AWS_SHARED_CREDENTIALS_FILE: sandbox.awsCredentialsFile,
    AWS_ENDPOINT_URL: sandbox.awsUrl,
    GITHUB_API_URL: sandbox.githubUrl,
    GITHUB_TOKEN: sandbox.token,
  }
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  process.stdout.write(`${flags.json ? JSON.stringify(environment) : lines.join('\n')}\n`)
  process.stderr.write('The sandbox stands until Ctrl+C.\n')
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await sandbox.close()
  return EXIT.fine
}
