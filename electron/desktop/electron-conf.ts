import ElectronStore from 'electron-store'
import type { OpenConf } from '../storage/settings-store'

/** Settings of the desktop door, written atomically by `electron-store`. */
export const openElectronConf: OpenConf = (folder) =>
  new ElectronStore<Record<string, unknown>>({ cwd: folder, name: 'settings', configFileMode: 0o600 })
