import { existsSync } from 'node:fs'
import { join } from 'node:path'

const PROGRAMS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']

/** Where systems install Chromium and its siblings, per platform. */
function systemPaths() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  if (process.platform === 'win32') {
    const folders = PROGRAMS.flatMap((name) => process.env[name] ?? [])
    return folders.flatMap((folder) => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ])
  }
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
    (name) => `/usr/bin/${name}`,
  )
}

/** Playwright's own build, where `npx playwright install` put it. */
async function playwrightPath() {
  const { chromium } = await import('playwright-core')
  return chromium.executablePath()
}

/** Path of a Chromium: `CHROME_PATH` if it is set, else Playwright's own, else the system's; null where there is none. */
export async function findChromium() {
  const asked = process.env.CHROME_PATH
  if (asked) return existsSync(asked) ? asked : null
  const own = await playwrightPath()
  return [own, ...systemPaths()].find((path) => path && existsSync(path)) ?? null
}
