import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Which Electron the desktop door is tested on. `executablePath` is undefined for the real one: Playwright finds it. */
export interface ElectronChoice {
  name: string
  executablePath: string | undefined
}

const STAND_IN = fileURLToPath(new URL('../../support/electron-stand-in/electron.mjs', import.meta.url))

function realElectron(): ElectronChoice | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const named = join(folder, 'path.txt')
  if (!existsSync(named) || !existsSync(join(folder, 'dist', readFileSync(named, 'utf8')))) return null
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return null
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return { name: `Electron ${version}`, executablePath: undefined }
}

/** The real Electron where it is installed and can show a window, else the stand-in. `ROLECALL_TEST_ELECTRON=real` insists. */
export function chooseElectron(): ElectronChoice {
  const real = realElectron()
  if (real) return real
  if (process.env.ROLECALL_TEST_ELECTRON === 'real') {
    throw new Error(
      'ROLECALL_TEST_ELECTRON=real, but there is no Electron binary that can show a window here.',
    )
  }
  return { name: 'the Electron stand-in (Node and a system Chromium)', executablePath: STAND_IN }
}
