import type { Notice } from '../../shared/contract/settings'
import type { Failure } from '../../shared/domain/failure'
import type { JournalStore } from '../storage/journal-store'
import type { SettingsStore } from '../storage/settings-store'

/** Where notices come from: each keeps what it could not read, and says where. */
export interface NoticeSources {
  settings: readonly SettingsStore[]
  journal: JournalStore
  /** Where damaged job logs were put. */
  logs: readonly string[]
  /** Profiles that were to be connected and could not be. */
  unconnected: readonly { profile: string; failure: Failure }[]
  /** What the sandbox has to say about its world. */
  sandbox: readonly string[]
}

/** What the user should know about what is kept. */
export function noticesOf({ settings, journal, logs, unconnected, sandbox }: NoticeSources): Notice[] {
  const asides = settings.flatMap((store) => store.setAside() ?? [])
  return [
    ...asides.map((path) => ({
      id: path,
      says: `The settings could not be read and were kept as ${path}. Rolecall started with new ones.`,
    })),
    ...journal.setAside().map((path) => ({
      id: path,
      says: `A record of applied steps could not be read and was kept as ${path}. It cannot be undone from here.`,
    })),
    ...logs.map((path) => ({
      id: path,
      says: `A kept job log was damaged and was put aside as ${path}. It is fetched anew when it is asked for.`,
    })),
    ...unconnected.map(({ profile, failure }) => ({
      id: `unconnected ${profile}`,
      says: `The AWS profile ${profile} is not connected. ${failure.sentence}`,
    })),
    ...sandbox.map((says) => ({ id: says, says })),
  ]
}
