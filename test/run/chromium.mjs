import { existsSync } from 'node:fs'
import { findChromium } from '../support/find-chromium.mjs'
import { nodeArguments, runQuietly } from './command.mjs'

/** Milliseconds that an installer may take. */
const PATIENCE = 300_000

function playwrightInstalls() {
  const installer = { package: '@playwright/test', program: 'playwright', args: ['install', 'chromium'] }
  return runQuietly(process.execPath, nodeArguments(installer), PATIENCE)
}

/** Debian and Ubuntu package Chromium; installing it takes root. */
async function debianInstalls() {
  const may = process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (!may) return false
  const packages = ['install', '--yes', '--no-install-recommends', 'chromium']
  return (await runQuietly('apt-get', ['update'], PATIENCE)) && runQuietly('apt-get', packages, PATIENCE)
}

/** Path of a Chromium, installed where there was none; throws with what to type where none can be had. */
export async function obtainChromium() {
  const found = await findChromium()
  if (found) return found
  if (process.env.CHROME_PATH) throw new Error(`CHROME_PATH names no file: ${process.env.CHROME_PATH}`)
  process.stdout.write('No Chromium here: installing one…\n')
  if (!(await playwrightInstalls())) await debianInstalls()
  const installed = await findChromium()
  if (installed) return installed
  throw new Error('The tests need a Chromium. Install one and type: CHROME_PATH=/path/to/chromium npm test')
}
