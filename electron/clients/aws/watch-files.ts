import { existsSync } from 'node:fs'
import { dirname, join, parse, sep } from 'node:path'
import { watch } from 'chokidar'
import type { MachineChange } from '../aws-port'
import { tokenFolder } from './identity-center/token-cache'
import { type AwsEnvironment, homeOf, sharedFiles } from './profile-files'

/** Milliseconds within which several events are one change: an editor writes, renames and removes. */
const MOMENT = 120

/**
 * Watches the shared files and the kept sign-ins, also those that are not there yet: the nearest folder that exists
 * is watched, and of its content only what leads to them.
 */
export function watchFiles(env: AwsEnvironment, changed: (what: MachineChange) => void): () => void {
  const { configFilepath, filepath } = sharedFiles(env)
  const folders = [
    tokenFolder(env),
    env.AWS_LOGIN_CACHE_DIRECTORY || join(homeOf(env), '.aws', 'login', 'cache'),
  ]
  const targets = [configFilepath, filepath, ...folders]
  const leads = (path: string): boolean =>
    targets.some((target) => target === path || target.startsWith(path.endsWith(sep) ? path : path + sep)) ||
    folders.some((folder) => dirname(path) === folder)
  let timer: NodeJS.Timeout | null = null
  let what: MachineChange = 'sign-ins'
  const soon = (path: string): void => {
    if (path === configFilepath || path === filepath) what = 'files'
    timer ??= setTimeout(() => {
      const seen = what
      timer = null
      what = 'sign-ins'
      changed(seen)
    }, MOMENT)
  }
  const watcher = watch([...new Set(targets.map(nearestFolder))], {
    ignoreInitial: true,
    ignored: (path) => !leads(path),
  })
  /* A folder that may not be read is one that nothing appears in for us. */
  watcher.on('all', (_event, path) => soon(path)).on('error', () => {})
  return () => {
    if (timer) clearTimeout(timer)
    void watcher.close()
  }
}

function nearestFolder(path: string): string {
  const { root } = parse(path)
  let folder = dirname(path)
  while (folder !== root && !existsSync(folder)) folder = dirname(folder)
  return folder
}
