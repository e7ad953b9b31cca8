import type { Notice, Preferences, Settings } from '../../shared/contract/settings'
import type { SettingsStore } from '../storage/settings-store'

export interface SettingsParts {
  store: SettingsStore
  door: Settings['door']
  version: string
}

/** The user's preferences, the same whichever world the panel looks at. */
export class SettingsService {
  constructor(private readonly parts: SettingsParts) {}

  get(): Settings {
    const { store, door, version } = this.parts
    const { preferences } = store.read()
    return { preferences, notices: noticesOf(store.setAside()), door, version }
  }

  update(change: { [K in keyof Preferences]?: Preferences[K] | undefined }): Settings {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    this.parts.store.update((stored) => ({ ...stored, preferences: { ...stored.preferences, ...given } }))
    return this.get()
  }
}

function noticesOf(aside: string | null): Notice[] {
  if (aside === null) return []
  const says = `The settings could not be read and were kept as ${aside}. Rolecall started with new ones.`
  return [{ id: 'settings-set-aside', says }]
}
