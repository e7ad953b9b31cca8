import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type OwnSandbox, startSandbox } from '../../electron/sandbox/sandbox'
import { type Outcome, rolecall } from './cli'

interface Standing {
  home: string
  sandbox: OwnSandbox
}

/** For the tests of one file: a sandbox in a home of its own. It runs in this process, and the program joins it. */
export function standingSandbox() {
  let standing: Standing | null = null
  const here = (): Standing => {
    if (standing === null) throw new Error('The sandbox stands only while tests run.')
    return standing
  }
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'rolecall-terminal-'))
    const { stage, ...started } = await startSandbox({ home, pace: 0 })
    if (stage === null) throw new Error('Another process has a sandbox in a folder that was just made.')
    standing = { home, sandbox: { ...started, stage } }
  }, 60_000)
  afterAll(async () => {
    const { home, sandbox } = here()
    await sandbox.close()
    await rm(home, { recursive: true, force: true })
  })
  return {
    home: () => here().home,
    sandbox: () => here().sandbox,
    inSandbox: (...args: string[]): Promise<Outcome> =>
      rolecall([...args, '--sandbox', '--home', here().home]),
    /** The environment that leads to the sandbox as if it were the real clouds. */
    connected: (): Record<string, string> => {
      const { token, githubUrl, awsUrl, awsConfigFile, awsCredentialsFile } = here().sandbox
      return {
        GITHUB_TOKEN: token,
        GITHUB_API_URL: githubUrl,
        AWS_ENDPOINT_URL: awsUrl,
        AWS_CONFIG_FILE: awsConfigFile,
        AWS_SHARED_CREDENTIALS_FILE: awsCredentialsFile,
        AWS_PROFILE: 'acme-prod',
      }
    },
  }
}
