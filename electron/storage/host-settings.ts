import type { SettingsStore, StoredSettings } from './settings-store'

/** What is the user’s, the same on every host; everything else is of one host. */
function ofUser({ preferences, aws, identities, identity }: StoredSettings) {
  return { preferences, aws, identities, identity }
}

/**
 * The settings of one GitHub besides github.com: its fleet and setups are its own, since two hosts may have a repository
 * of the same name.
 */
export function hostSettings(shared: SettingsStore, own: SettingsStore): SettingsStore {
  const read = (): StoredSettings => ({ ...own.read(), ...ofUser(shared.read()) })
  return {
    read,
    update(change) {
      const next = change(read())
      own.update((stored) => ({ ...next, ...ofUser(stored) }))
      shared.update((stored) => ({ ...stored, ...ofUser(next) }))
      return read()
    },
    setAside: () => own.setAside(),
  }
}
