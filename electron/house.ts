import { join } from 'node:path'
import type { Settings } from '../shared/contract/settings'
import type { LinkName, RepositoryState, Status } from '../shared/domain/finding'
import type { RepositoryName } from '../shared/domain/ids'
import { openRealm } from './open-realm'
import { createRouter } from './router'
import { Rounds } from './services/fleet/rounds'
import type { Realm } from './services/realm'
import { SettingsService } from './services/settings'
import { type OpenConf, openSettings } from './storage/settings-store'
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
  close(): Promise<void>
}

/** Composes the services; nothing is read from the clouds yet. */
export async function createHouse(options: HouseOptions): Promise<House> {
  const now = Date.now
  const store = openSettings(options.home, options.openConf, now)
  const entered = new Set<(realm: Realm) => void>()
  const open = (sandbox: boolean): Promise<Realm> =>
    openRealm({
      ...options,
      sandbox,
      folder: sandbox ? join(options.home, 'sandbox') : options.home,
      preferences: store,
      now,
    })
  let realm = await open(options.sandbox)
  const { door, version } = options
  const settings = new SettingsService({ store, door, version, notices: () => realm.notices() })

  const rounds = new Rounds(
    () => realm.fleet,
    () => settings.get().preferences.observeEvery,
    now,
  )
  /* A command reads what it needs; a panel wants the whole fleet before anybody asks. */
  if (door !== 'terminal') void realm.ready.then(() => rounds.go())

  const enter = async (sandbox: boolean): Promise<Realm> => {
    if (realm.sandbox === sandbox) return realm
    const left = realm
    realm = await open(sandbox)
    await left.close()
    for (const listener of entered) listener(realm)
    rounds.go()
    return realm
  }
  const onRealm = (listener: (realm: Realm) => void): (() => void) => {
    entered.add(listener)
    return () => entered.delete(listener)
  }
  return {
    router: createRouter({ realm: () => realm, enter, onRealm, settings, reconnected: () => rounds.go() }),
    realm: () => realm,
    onStandings: (listener) => watchStandings(realm, onRealm, listener),
    async close() {
      rounds.stop()
      await realm.close()
    },
  }
}

function watchStandings(
  first: Realm,
  onRealm: (listener: (realm: Realm) => void) => () => void,
  listener: (standings: Standing[]) => void,
): () => void {
  let leave = (): void => {}
  const watch = (realm: Realm): void => {
    leave()
    const tell = (): void => listener(realm.fleet.view().rows)
    leave = realm.fleet.subscribe(tell)
    tell()
  }
  watch(first)
  const stop = onRealm(watch)
  return () => {
    leave()
    stop()
  }
}
