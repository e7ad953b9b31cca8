import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { PinnedProfile } from '../../shared/contract/connections'
import { TokenKind } from '../../shared/contract/github-connections'
import { Preferences } from '../../shared/contract/settings'
import { FleetChoice } from '../../shared/domain/fleet-choice'
import { Instant, RepositoryName } from '../../shared/domain/ids'
import { Setup } from '../../shared/domain/setup'
import { OwnIssuers } from '../../shared/domain/token-issuer'
import { setAside } from './atomic-file'

/** A GitHub identity that was connected. Its token is in the vault, or with `gh`, under whose care it stays. */
export const StoredIdentity = z.object({
  id: z.string(),
  host: z.string(),
  apiUrl: z.url(),
  login: z.string(),
  tokenKind: TokenKind,
  origin: z.enum(['pasted', 'device', 'gh']),
  expiresAt: Instant.nullable(),
  caFile: z.string().nullable(),
})
export type StoredIdentity = z.infer<typeof StoredIdentity>

/** Inputs that a test run was started with; what may be a secret is never among them. */
export const KeptInputs = z.object({
  repository: RepositoryName,
  workflowPath: z.string(),
  ref: z.string(),
  runId: z.number().int(),
  inputs: z.record(z.string(), z.string()),
})
export type KeptInputs = z.infer<typeof KeptInputs>

/** What is kept between sessions. No secret is ever among it. */
export const StoredSettings = z.object({
  preferences: Preferences,
  aws: z.array(PinnedProfile),
  identities: z.array(StoredIdentity),
  /** ID of the identity that Rolecall acts as; null where none was chosen. */
  identity: z.string().nullable(),
  /** Null until the user has chosen: then the fleet is what a door falls back to. */
  fleet: z.array(RepositoryName).nullable(),
  /** The rule that `fleet` was last drawn from; null where only repositories were named. */
  fleetChoice: FleetChoice.nullable().default(null),
  setups: z.record(z.string(), Setup),
  /** Of the latest test runs, the newest last. */
  testRuns: z.array(KeptInputs),
  /** Owners whose enterprise signs the tokens of their jobs with an issuer of its own. */
  issuers: OwnIssuers.default({}),
})
export type StoredSettings = z.infer<typeof StoredSettings>

export const DEFAULT_SETTINGS: StoredSettings = {
  preferences: {
    colorMode: 'auto',
    highContrast: false,
    singleKeyShortcuts: true,
    observeEvery: 10,
    logSpace: 1024,
    defaultRegion: null,
    defaultModel: null,
    githubClientId: null,
    runViews: [],
  },
  aws: [],
  identities: [],
  identity: null,
  fleet: null,
  fleetChoice: null,
  setups: {},
  testRuns: [],
  issuers: {},
}

/** The part of `conf` and `electron-store` that we use; both are one implementation. */
export interface Conf {
  store: Record<string, unknown>
}

/** Opens the file `settings.json` of a folder with `conf` or `electron-store`. */
export type OpenConf = (folder: string) => Conf

/** Settings of one home folder. Reads are fresh, so that two doors on one home see each other. */
export interface SettingsStore {
  read(): StoredSettings
  update(change: (settings: StoredSettings) => StoredSettings): StoredSettings
  /** Where an unreadable file was last set aside, or null. */
  setAside(): string | null
}

/** Opens the settings; a file that cannot be read is set aside whenever it is met, never overwritten. */
export function openSettings(folder: string, open: OpenConf, now: () => number): SettingsStore {
  const path = join(folder, 'settings.json')
  let aside: string | null = null
  let seen: string | null = null
  let settings = DEFAULT_SETTINGS
  /* A whole fleet asks for the settings row by row: the file is parsed again only when it was written. */
  const read = (): StoredSettings => {
    const stamp = stampOf(path)
    if (stamp !== null && stamp === seen) return settings
    const text = stamp === null ? null : readFileSync(path, 'utf8')
    const parsed = text === null ? DEFAULT_SETTINGS : parse(text)
    if (parsed === null) aside = setAside(path, now())
    settings = parsed ?? DEFAULT_SETTINGS
    seen = parsed === null ? null : stamp
    return settings
  }
  read()
  const conf = open(folder)
  return {
    read,
    update(change) {
      const next = StoredSettings.parse(change(read()))
      /* What a later version keeps in the same file stays in it. */
      conf.store = { ...conf.store, ...next }
      return next
    },
    setAside: () => aside,
  }
}

const Content = z.record(z.string(), z.unknown())

/** The settings with the defaults of what is absent; null when it is not our file. */
function parse(text: string): StoredSettings | null {
  try {
    const content = { ...DEFAULT_SETTINGS, ...Content.parse(JSON.parse(text)) }
    /* An older version knew fewer preferences. */
    const preferences = { ...DEFAULT_SETTINGS.preferences, ...Content.parse(content.preferences) }
    const parsed = StoredSettings.safeParse({ ...content, preferences })
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Differs whenever the file was written: it is always replaced as a whole. Null when there is none. */
function stampOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.ino}.${stat.mtimeNs}.${stat.size}` : null
}
