import { join } from 'node:path'
import { createAwsGateway } from './clients/aws/aws-gateway'
import { createGithubClient } from './clients/github/github-client'
import type { HouseOptions } from './house'
import type { Sandbox } from './sandbox/sandbox'
import { ConnectionService } from './services/connections'
import { FleetService } from './services/fleet/fleet'
import { LastChanges } from './services/fleet/last-changes'
import { noticesOf } from './services/notices'
import type { Realm } from './services/realm'
import { RunsService } from './services/runs/runs'
import { SetupService } from './services/setup/setup'
import { openJournal } from './storage/journal-store'
import { openObservationCache } from './storage/observation-cache'
import { openSettings, type SettingsStore } from './storage/settings-store'
import { memoryVault } from './storage/vault'
import { webAddress } from './web-address'

export interface RealmOptions extends HouseOptions {
  folder: string
  /** The store that holds the preferences, shared by both worlds. */
  preferences: SettingsStore
  now: () => number
}

const GITHUB_API = 'https://api.github.com'

/** Opens one world: its stores, its connections, and the services over them. */
export async function openRealm(options: RealmOptions): Promise<Realm> {
  const { folder, now } = options
  const sandbox = options.sandbox ? await openSandbox(options) : null
  const settings = sandbox ? openSettings(folder, options.openConf, now) : options.preferences
  const journal = openJournal(join(folder, 'journal'), now)
  const changes = new LastChanges(journal)
  const [cache] = await Promise.all([openObservationCache(folder), changes.refresh()])
  const env = sandbox ? sandboxEnvironment(options.env, sandbox) : options.env
  const baseUrl = sandbox ? sandbox.githubUrl : githubApiOf(env)
  const connections = new ConnectionService({
    aws: createAwsGateway(env),
    github: (token) => createGithubClient({ baseUrl, token, spaced: sandbox === null }),
    host: new URL(baseUrl).host,
    settings,
    vault: sandbox ? memoryVault() : options.vault,
    sandbox: sandbox !== null,
  })
  const atOnce = sandbox !== null || options.door === 'terminal'
  const ready = sandbox ? connectSandbox(connections, sandbox) : connectKnown(connections, env, options.vault)
  /* A started panel is not kept waiting by the network: only a command needs its connections at once. */
  if (atOnce) await ready
  const webUrl = webUrlOf(baseUrl)
  const fleet = new FleetService({ connections, cache, settings, changes, webUrl, watchAll: atOnce, now })
  if (sandbox) await fleet.watchAllUnlessChosen()
  const setup = new SetupService({ connections, fleet, journal, settings, now })
  const runs = new RunsService({ connections, fleet, now, pollEvery: sandbox ? 300 : 2_000 })
  return {
    sandbox: sandbox !== null,
    webUrl,
    settings,
    journal,
    cache,
    connections,
    fleet,
    setup,
    runs,
    ready,
    notices: () =>
      noticesOf({
        settings: sandbox ? [options.preferences, settings] : [settings],
        journal,
        unconnected: connections.unconnected(),
        sandbox: sandbox?.notices ?? [],
      }),
    async close() {
      await cache.flush()
      await sandbox?.close()
    },
  }
}

/* The sandbox is a quarter of the program: a start without it does not load it. */
async function openSandbox({ home, pace }: RealmOptions): Promise<Sandbox> {
  const { startSandbox } = await import('./sandbox/sandbox')
  return startSandbox({ home, pace })
}

async function connectSandbox(connections: ConnectionService, sandbox: Sandbox): Promise<void> {
  await connections.adoptGithub(sandbox.token, 'sandbox')
  const { profiles, aws } = await connections.get()
  const pinned = new Set(aws.map(({ profile }) => profile))
  const open = profiles.filter(({ name }) => !pinned.has(name))
  for (const { name } of open) await connections.connectAws(name, null)
}

/** The kept token, else the environment's; and the environment's profile where none was connected yet. */
async function connectKnown(
  connections: ConnectionService,
  env: HouseOptions['env'],
  vault: HouseOptions['vault'],
): Promise<void> {
  const host = connections.host
  const kept = await vault.get(host)
  const token = kept ?? env.GITHUB_TOKEN
  const github = token ? connections.adoptGithub(token, kept ? 'pasted' : 'environment') : null
  const profile = env.AWS_PROFILE || (env.AWS_ACCESS_KEY_ID ? 'environment' : null)
  const aws = profile && connections.lines().length === 0 ? connections.connectAws(profile, null) : null
  /* A failure here is shown with the connection: nothing else depends on it. */
  await Promise.all([github, aws?.catch((error: unknown) => connections.blame(profile ?? '', error))])
}

function sandboxEnvironment(env: HouseOptions['env'], sandbox: Sandbox): HouseOptions['env'] {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'))
  const files = {
    AWS_CONFIG_FILE: sandbox.awsConfigFile,
    AWS_SHARED_CREDENTIALS_FILE: sandbox.awsCredentialsFile,
  }
  return { ...Object.fromEntries(others), ...files }
}

function githubApiOf({ GITHUB_API_URL: named }: HouseOptions['env']): string {
  return named ? webAddress(named, 'GITHUB_API_URL', GITHUB_API) : GITHUB_API
}

/** Where people look at what the API describes. */
function webUrlOf(baseUrl: string): string {
  const { origin, host } = new URL(baseUrl)
  return host === 'api.github.com' ? 'https://github.com' : origin
}
