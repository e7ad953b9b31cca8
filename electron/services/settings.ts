import type { Notice, Preferences, Settings } from '../../shared/contract/settings'
import type { SettingsStore } from '../storage/settings-store'

export interface SettingsParts {
  store: SettingsStore
  door: Settings['door']
  version: string
  notices: () => Promise<Notice[]>
}

/** The user's preferences, the same whichever world the panel looks at. */
export class SettingsService {
  constructor(private readonly parts: SettingsParts) {}

  async get(): Promise<Settings> {
    const { door, version, notices } = this.parts
    return { preferences: this.preferences(), notices: await notices(), door, version }
  }

  preferences(): Preferences {
    return this.parts.store.read().preferences
  }

  update(change: { [K in keyof Preferences]?: Preferences[K] | undefined }): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    this.parts.store.update((stored) => ({ ...stored, preferences: { ...stored.preferences, ...given } }))
    return this.get()
  }
}
