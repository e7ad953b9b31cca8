import { dirname, join } from 'node:path'
import type { HouseOptions } from './house'
import { openConnections } from './open-connections'
import type { Sandbox } from './sandbox/sandbox'
import type { Start } from './services/connections/known-identities'
import { FleetService } from './services/fleet/fleet'
import { LastChanges } from './services/fleet/last-changes'
import { noticesOf } from './services/notices'
import type { Realm } from './services/realm'
import { RunHistoryService } from './services/runs/history'
import { RunLeftovers } from './services/runs/leftovers'
import { OwnRuns } from './services/runs/own-runs'
import { RunsService } from './services/runs/runs'
import { BulkService } from './services/setup/bulk'
import { MergedBranches } from './services/setup/merged-branches'
import { MigrationService } from './services/setup/migration'
import { ModelAccessService } from './services/setup/model-access'
import { PATIENCE } from './services/setup/patience'
import { SetupService } from './services/setup/setup'
import { publishedPace, UNPACED } from './services/setup/write-pace'
import { openJournal } from './storage/journal-store'
import { openLeases, THIS_PROCESS } from './storage/lease-store'
import { openLogStore } from './storage/logs/log-store'
import { openObservationCache } from './storage/observation-cache'
import type { SettingsStore } from './storage/settings-store'

export interface RealmOptions extends HouseOptions {
  folder: string
  /** The store that holds the preferences, shared by both worlds. */
  preferences: SettingsStore
  /** What is kept of this world: of one GitHub, or of the sandbox. */
  settings: SettingsStore
  /** As whom to begin, and on which GitHub. */
  start: Start
  now: () => number
}

const MIB = 1024 * 1024

/** Opens one world: its stores, its connections, and the services over them. */
export async function openRealm(options: RealmOptions): Promise<Realm> {
  const { folder, now } = options
  const sandbox = options.sandbox ? await openSandbox(options) : null
  const { settings } = options
  const journal = openJournal(join(folder, 'journal'), now)
  const changes = new LastChanges(journal)
  const [cache] = await Promise.all([openObservationCache(folder), changes.refresh()])
  const env = sandbox ? sandboxEnvironment(options.env, sandbox) : options.env
  const atOnce = sandbox !== null || options.door === 'terminal'
  const { connections, ready } = openConnections({ options, env, sandbox })
  /* A started panel is not kept waiting by the network: only a command needs its connections at once. */
  if (atOnce) await ready
  const { webUrl, apiUrl } = connections.host
  const fleet = new FleetService({ connections, cache, settings, changes, webUrl, watchAll: atOnce, now })
  if (sandbox && !options.alone) await fleet.choosing.watchAllUnlessChosen()
  const patience = options.patience ?? PATIENCE
  const setup = new SetupService({
    connections,
    fleet,
    journal,
    leases: openLeases(join(folder, 'leases'), options.tenant ?? THIS_PROCESS, now),
    settings,
    now,
    patience,
    pace: sandbox ? UNPACED : publishedPace(patience),
  })
  const bulk = new BulkService({ setup, fleet, patience, now })
  const access = new ModelAccessService({ connections, fleet, journal, now })
  const store = openLogStore(join(folder, 'logs'))
  const runs = new RunsService({
    connections,
    fleet,
    settings,
    now,
    pollEvery: sandbox ? 300 : 2_000,
    ...(options.clock && { clock: options.clock }),
    store,
    webUrl,
    /* The sandbox has another port each time it is opened. */
    logHost: sandbox ? 'sandbox' : new URL(apiUrl).host,
    logSpace: () => options.preferences.read().preferences.logSpace * MIB,
  })
  const history = new RunHistoryService({ connections, fleet, seen: runs.seen, poller: runs.poller, now })
  const own = new OwnRuns({ fleet, runs, history, now })
  const migration = new MigrationService({ fleet, setup, runs, journal, now })
  return {
    sandbox: sandbox !== null,
    webUrl,
    settings,
    journal,
    cache,
    connections,
    fleet,
    setup,
    bulk,
    branches: new MergedBranches({ connections, fleet }),
    migration,
    access,
    runs,
    history,
    own,
    leftovers: new RunLeftovers({ connections }),
    ready,
    notices: async () =>
      noticesOf({
        settings: sandbox ? [options.preferences, settings] : [settings],
        journal,
        logs: await store.setAside(),
        unconnected: connections.aws.unconnected(),
        sandbox: sandbox?.notices ?? [],
      }),
    async close() {
      own.close()
      runs.poller.close()
      connections.close()
      await store.close()
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

function sandboxEnvironment(env: HouseOptions['env'], sandbox: Sandbox): HouseOptions['env'] {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'))
  const files = {
    AWS_CONFIG_FILE: sandbox.awsConfigFile,
    AWS_SHARED_CREDENTIALS_FILE: sandbox.awsCredentialsFile,
    /* Sign-ins are kept below: the user's own are left alone. */
    HOME: dirname(sandbox.awsConfigFile),
  }
  return { ...Object.fromEntries(others), ...files }
}
