import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from './root.mjs'

const PACKAGE = inProject('node_modules', 'electron')
/** Milliseconds; the binary weighs more than 100 MB. */
const PATIENCE = 180_000
/** Milliseconds after which the wait is explained. */
const SILENCE = 1_500

/** Path of Electron's binary where it is installed, else null. */
export function installedElectron() {
  const named = join(PACKAGE, 'path.txt')
  if (!existsSync(named)) return null
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist')
  const path = join(folder, readFileSync(named, 'utf8'))
  return existsSync(path) ? path : null
}

/** Runs the package's own installer; it fetches the binary, or takes it from its cache. */
function install() {
  const child = spawn(process.execPath, [join(PACKAGE, 'install.js')], { stdio: 'ignore', timeout: PATIENCE })
  const explain = setTimeout(() => process.stderr.write('Fetching Electron, once…\n'), SILENCE)
  return new Promise((resolve) => {
    child.once('error', resolve)
    child.once('exit', resolve)
  }).finally(() => clearTimeout(explain))
}

/** Electron's binary, fetched when it is not there yet; or why no window can be opened with it here. */
export async function obtainElectron() {
  const { platform, env } = process
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { whyNot: 'there is no display for Electron' }
  if (platform === 'linux' && process.getuid?.() === 0) return { whyNot: 'Electron does not run as root' }
  if (!installedElectron()) await install()
  const path = installedElectron()
  return path ? { path } : { whyNot: "Electron's binary cannot be had" }
}
