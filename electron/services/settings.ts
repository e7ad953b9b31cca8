import type { Notice, Preferences, Settings } from '../../shared/contract/settings'
import type { SettingsStore } from '../storage/settings-store'

export interface SettingsParts {
  store: SettingsStore
  door: Settings['door']
  version: string
  notices: () => Notice[]
}

/** The user's preferences, the same whichever world the panel looks at. */
export class SettingsService {
  constructor(private readonly parts: SettingsParts) {}

  get(): Settings {
    const { store, door, version, notices } = this.parts
    const { preferences } = store.read()
    return { preferences, notices: notices(), door, version }
  }

  update(change: { [K in keyof Preferences]?: Preferences[K] | undefined }): Settings {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    this.parts.store.update((stored) => ({ ...stored, preferences: { ...stored.preferences, ...given } }))
    return this.get()
  }
}
