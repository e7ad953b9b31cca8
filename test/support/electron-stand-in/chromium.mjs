import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findChromium } from '../find-chromium.mjs'

const SWITCHES = [
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--use-mock-keychain',
]

/** What is left of a profile after Chromium's last helper has gone lies in the system's temporary folder. */
function removeProfile(profile) {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  } catch {}
}

/**
 * Starts Chromium without a window in a profile of its own, and repeats its `DevTools listening on ws://…` line
 * on stderr, where Playwright waits for it. It ends with this process at the latest.
 */
export async function startChromium() {
  const executable = await findChromium()
  if (!executable) throw new Error('The Electron stand-in needs a Chromium: set CHROME_PATH.')
  const profile = mkdtempSync(join(tmpdir(), 'electron-stand-in-'))
  const child = spawn(executable, [...SWITCHES, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const closed = new Promise((resolve) => child.once('exit', resolve))
  process.once('exit', () => {
    child.kill('SIGKILL')
    removeProfile(profile)
  })
  return { url: await debuggerAddress(child), closed }
}

function debuggerAddress(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Chromium ended with code ${code} before it was ready.`)))
    createInterface({ input: child.stderr }).on('line', (line) => {
      const address = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1]
      if (!address) return
      process.stderr.write(`${line}\n`)
      resolve(address)
    })
  })
}
