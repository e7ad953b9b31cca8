import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { createHouse, type HouseOptions } from '../../electron/house'
import type { GithubToken } from '../../electron/sandbox/github/github-world'
import { type OwnSandbox, startSandbox } from '../../electron/sandbox/sandbox'
import { openNodeConf } from '../../electron/storage/node-conf'
import { memoryVault, type Vault } from '../../electron/storage/vault'
import type { PanelClient } from '../../electron/terminal/session'
import { temporaryFolder } from './temporary-folder'

/** One sandbox for all tests of a file, whose GitHub is met as if it were the real one. */
export function githubSandbox(): () => OwnSandbox {
  let open: OwnSandbox | null = null
  beforeAll(async () => {
    open = await startSandbox({ home: null, pace: 0 })
  }, 60_000)
  afterAll(() => open?.close())
  return () => {
    if (open === null) throw new Error('The sandbox has not been opened.')
    return open
  }
}

/** Makes a token that the sandbox’s GitHub accepts. */
export function grant({ stage }: OwnSandbox, token: string, of: Partial<GithubToken> = {}): string {
  stage.world.github.tokens[token] = {
    login: 'sandbox-admin',
    scopes: ['repo', 'workflow', 'admin:org'],
    permissions: {},
    ...of,
  }
  return token
}

export interface GithubHouse {
  client: PanelClient
  home: string
  vault: Vault
  realm: Awaited<ReturnType<typeof createHouse>>['realm']
}

/** A house on the “real” clouds, with nothing around it but what the options say. */
export async function openGithubHouse(
  options: Partial<HouseOptions> & { env?: Record<string, string> } = {},
): Promise<GithubHouse> {
  const home = options.home ?? (await temporaryFolder())
  const vault = options.vault ?? memoryVault()
  const none = join(home, 'none')
  const house = await createHouse({
    door: 'terminal',
    home,
    sandbox: false,
    openConf: openNodeConf,
    version: '0.0.0',
    pace: 0,
    ...options,
    vault,
    env: { HOME: home, PATH: none, AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none, ...options.env },
  })
  onTestFinished(() => house.close())
  await house.realm().ready
  return { client: createRouterClient(house.router), home, vault, realm: house.realm }
}

/** A `gh` on a PATH of its own that prints the token for one host, as `gh auth token` does. */
export async function fakeGh(host: string, token: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'bin')
  await mkdir(folder)
  const script = `#!${process.execPath}
const [,, a, b, c, host] = process.argv
if (a === 'auth' && b === 'token' && c === '--hostname' && host === ${JSON.stringify(host)}) console.log(${JSON.stringify(token)})
else process.exit(1)
`
  await writeFile(join(folder, 'gh'), script)
  await chmod(join(folder, 'gh'), 0o755)
  return folder
}
