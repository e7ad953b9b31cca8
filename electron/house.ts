import { join } from 'node:path'
import type { Connections } from '../shared/contract/connections'
import type { GithubConnection } from '../shared/contract/github-connections'
import type { Settings } from '../shared/contract/settings'
import { ExpectedFailure, failure } from '../shared/domain/failure'
import type { LinkName, RepositoryState, Status } from '../shared/domain/finding'
import { GITHUB_COM, type GithubHost } from '../shared/domain/github-host'
import type { HostFleet } from '../shared/domain/host-fleet'
import type { RepositoryName } from '../shared/domain/ids'
import { foundTokens } from './clients/github/found-tokens'
import { apiOf } from './github-api'
import { openRealm } from './open-realm'
import { createRouter } from './router'
import { type Start, startOf } from './services/connections/known-identities'
import type { AskSomebody } from './services/connections/mfa-desk'
import { Rounds } from './services/fleet/rounds'
import { hostFleets } from './services/host-fleets'
import type { Realm } from './services/realm'
import type { OwnRunsNews } from './services/runs/own-runs'
import type { PollClock } from './services/runs/poller'
import { SettingsService } from './services/settings'
import type { Patience } from './services/setup/patience'
import { hostSettings } from './storage/host-settings'
import { KeptFleets, type KeptStanding } from './storage/kept-fleet'
import type { Tenant } from './storage/lease-store'
import { type OpenConf, openSettings, type SettingsStore } from './storage/settings-store'
import type { Vault } from './storage/vault'

export interface HouseOptions {
  door: Settings['door']
  /** The folder that holds everything kept: settings, journal, observations, and the sandbox's world. */
  home: string
  env: Readonly<Record<string, string | undefined>>
  sandbox: boolean
  openConf: OpenConf
  vault: Vault
  version: string
  /** Milliseconds that a step of the sandbox's runner takes; 0 for none. */
  pace: number
  /** How tries of what may pass are spaced; as a person's patience lasts where it is left out. */
  patience?: Patience
  /** How time passes for the looks at open runs; as the machine's where it is left out. */
  clock?: PollClock
  /** The process that holds leases on what it changes; this one where it is left out. */
  tenant?: Tenant
  /** Tries no connection at the start: what is asked needs none. */
  alone?: boolean
  /** Asks whoever sits at the door for the code of an MFA device; without it the panel shows the question. */
  askMfa?: AskSomebody
  /** `LOGIN@HOST` of the GitHub identity to act as; the chosen one where it is left out. */
  identity?: string
  /** The GitHub to look at, as its host is named; that of the chosen identity where it is left out. */
  host?: string
}

/** The state of one repository as the tray needs it. */
export interface Standing {
  repository: RepositoryName
  state: RepositoryState
  links: Record<LinkName, { status: Status; breaks: boolean }>
}

/** Services composed for one door. The realm can be changed while the house stands. */
export interface House {
  router: ReturnType<typeof createRouter>
  realm(): Realm
  /** Calls the listener now and after each change of the fleet. */
  onStandings(listener: (standings: Standing[]) => void): () => void
  /** Calls the listener with the test runs that Rolecall started, now and as they go on and end. */
  onOwnRuns(listener: (news: OwnRunsNews) => void): () => void
  /** How the fleet of each connected GitHub stands; of those that are not looked at as it was read last. */
  hosts(): Promise<HostFleet[]>
  /** Acts as another identity from here on, on its host. Throws `not-found`. */
  lookAs(identity: string): Promise<void>
  /** Calls the listener now and after each change of the connections. */
  onConnections(listener: (connections: Connections) => void): () => void
  /** Told by a door whose machine may run on battery: open runs are then looked at less often. */
  saveEnergy(onBattery: boolean): void
  close(): Promise<void>
}

/** Composes the services; nothing is read from the clouds yet. */
export async function createHouse(options: HouseOptions): Promise<House> {
  const now = Date.now
  const store = openSettings(options.home, options.openConf, now)
  const entered = new Set<(realm: Realm) => void>()
  const open = (sandbox: boolean, start: Start): Promise<Realm> => {
    const folder = sandbox ? join(options.home, 'sandbox') : folderOf(options.home, start.host)
    const settings = settingsOf(options, store, folder, sandbox)
    return openRealm({ ...options, sandbox, folder, settings, start, preferences: store, now })
  }
  let realm = await open(options.sandbox, await startIn(options, store))
  if (!options.alone) requireAsked(realm, options)
  const { door, version } = options
  const settings = new SettingsService({ store, door, version, notices: () => realm.notices() })

  const rounds = new Rounds(
    () => realm.fleet,
    () => settings.preferences().observeEvery,
    now,
  )
  /* A command reads what it needs; a panel wants the whole fleet before anybody asks. */
  if (door !== 'terminal') void realm.ready.then(() => rounds.go())

  let onBattery = false
  const enter = async (sandbox: boolean): Promise<Realm> => {
    const start = await startIn({ ...options, sandbox }, store)
    const isHere = sandbox || realm.connections.host.apiUrl === start.host.apiUrl
    if (realm.sandbox === sandbox && isHere) return realm
    const left = realm
    realm = await open(sandbox, start)
    await left.close()
    realm.runs.poller.saveEnergy(onBattery)
    for (const listener of entered) listener(realm)
    rounds.go()
    return realm
  }
  const reconnected = (): void => {
    if (door !== 'terminal') rounds.go()
  }
  const kept = new KeptFleets()
  const hosts = (): Promise<HostFleet[]> =>
    hostFleets({
      here: { host: realm.connections.host, standings: realm.fleet.view().rows },
      hosts: realm.connections.identities.hosts(),
      identities: realm.connections.identities.all(),
      kept: (host) => watchedOf(kept, folderOf(options.home, host), options, store),
    })
  const onRealm = (listener: (realm: Realm) => void): (() => void) => {
    entered.add(listener)
    return () => entered.delete(listener)
  }
  return {
    router: createRouter({ realm: () => realm, enter, onRealm, hosts, settings, reconnected }),
    realm: () => realm,
    hosts,
    async lookAs(identity) {
      realm.connections.identities.use(identity)
      await enter(realm.sandbox)
      reconnected()
    },
    onStandings: (listener) => watchStandings(realm, onRealm, listener),
    onOwnRuns: (listener) => followRealm(realm, onRealm, ({ own }) => own.subscribe(listener)),
    onConnections: (listener) =>
      followRealm(realm, onRealm, ({ connections }) => connections.subscribe(listener)),
    saveEnergy(now) {
      onBattery = now
      realm.runs.poller.saveEnergy(now)
    },
    async close() {
      rounds.stop()
      await realm.close()
    },
  }
}

/** What was kept of the repositories that are watched there; of all where nobody has chosen. */
async function watchedOf(
  kept: KeptFleets,
  folder: string,
  { home, openConf }: HouseOptions,
  shared: SettingsStore,
): Promise<KeptStanding[]> {
  const standings = await kept.of(folder)
  if (standings.length === 0) return []
  const { fleet } = (folder === home ? shared : openSettings(folder, openConf, Date.now)).read()
  return fleet === null ? standings : standings.filter(({ repository }) => fleet.includes(repository))
}

/** Each GitHub besides github.com has a folder of its own: names of repositories are told apart by it. */
function folderOf(home: string, { kind, host }: GithubHost): string {
  return kind === 'github.com' ? home : join(home, 'hosts', host.replace(/[^a-z0-9.-]/g, '_'))
}

function settingsOf(
  { home, openConf }: HouseOptions,
  shared: SettingsStore,
  folder: string,
  sandbox: boolean,
): SettingsStore {
  if (folder === home) return shared
  const own = openSettings(folder, openConf, Date.now)
  return sandbox ? own : hostSettings(shared, own)
}

/** As whom, and on which GitHub, a house begins. */
async function startIn(
  { sandbox, env, vault, door, identity, host }: HouseOptions,
  store: SettingsStore,
): Promise<Start> {
  if (sandbox) return { id: null, host: GITHUB_COM }
  const api = apiOf(env)
  return startOf({
    stored: store.read(),
    found: foundTokens(env, api),
    vault,
    api,
    wanted: identity ?? null,
    wantedHost: host ?? null,
    environmentFirst: door === 'terminal',
  })
}

/** Throws `not-found` where somebody else is acted as, or another GitHub is looked at, than was asked for. */
function requireAsked({ connections }: Realm, { identity, host }: HouseOptions): void {
  const active = connections.identities.active()
  const isWho = identity === undefined || active?.id === identity || named(active) === identity
  if (isWho && (host === undefined || active?.host === host)) return
  const known = connections.identities.all().map((each) => named(each) ?? each.id)
  const there = known.length > 0 ? `Connected are ${known.join(', ')}.` : 'None is connected.'
  throw new ExpectedFailure(
    failure(
      'not-found',
      `There is no GitHub identity ${isWho ? `on ${host}` : identity} to act as. ${there}`,
      {
        kind: 'connect-github',
      },
    ),
  )
}

/** As `--identity` takes it; null until GitHub has said whose token it is. */
function named(identity: GithubConnection | null): string | null {
  return identity?.login == null ? null : `${identity.login}@${identity.host}`
}

function watchStandings(
  first: Realm,
  onRealm: (listener: (realm: Realm) => void) => () => void,
  listener: (standings: Standing[]) => void,
): () => void {
  return followRealm(first, onRealm, ({ fleet }) => {
    const tell = (): void => listener(fleet.view().rows)
    const leave = fleet.subscribe(tell)
    tell()
    return leave
  })
}

/** Subscribes in the realm that the house is in, and in the next one when it changes. */
function followRealm(
  first: Realm,
  onRealm: (listener: (realm: Realm) => void) => () => void,
  subscribe: (realm: Realm) => () => void,
): () => void {
  let leave = subscribe(first)
  const stop = onRealm((realm) => {
    leave()
    leave = subscribe(realm)
  })
  return () => {
    leave()
    stop()
  }
}
