import Conf from 'conf'
import type { OpenConf } from './settings-store'

/** Settings of the browser and terminal doors, written atomically by `conf`. */
export const openNodeConf: OpenConf = (folder) =>
  new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: 'settings',
    projectName: 'rolecall',
    configFileMode: 0o600,
  })
