#!/usr/bin/env node
/*
 * Stands in for Electron's executable where its binary cannot be had: Node for the main process, a system Chromium
 * for the windows, and the addresses of both debuggers on stderr, where Playwright's `_electron.launch` waits for them.
 */
import { readFileSync, statSync } from 'node:fs'
import inspector from 'node:inspector'
import { Module, register } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startChromium } from './chromium.mjs'
import { DevTools } from './devtools.mjs'
import { host } from './host.mjs'

/** Splits Electron's own switches from the app and the app's arguments, as Electron does: the app comes first. */
function readArguments([node, , ...rest]) {
  const first = rest.findIndex((argument) => !argument.startsWith('--'))
  if (first < 0) throw new Error('The Electron stand-in needs the path of an app.')
  return { node, switches: rest.slice(0, first), app: resolve(rest[first]), args: rest.slice(first + 1) }
}

/** The app's folder, manifest and main module. */
function readApp(path) {
  if (statSync(path).isFile()) return { folder: dirname(path), manifest: { name: 'Electron' }, main: path }
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  return { folder: path, manifest, main: resolve(path, manifest.main) }
}

function takeModulesOver(electron) {
  register('./resolve-electron.mjs', import.meta.url)
  const load = Module._load
  Module._load = (request, ...rest) =>
    request === 'electron' || request === 'electron/main' ? electron : load(request, ...rest)
}

const { switches, app, args } = readArguments(process.argv)
const { folder, manifest, main } = readApp(app)
Object.assign(host, { appPath: folder, manifest, switches })
process.argv = [fileURLToPath(import.meta.url), app, ...args]
process.versions.electron = 'stand-in'

if (switches.some((name) => name.startsWith('--inspect'))) inspector.open(0, '127.0.0.1')
const chromium = startChromium().then(async ({ url, closed }) => {
  host.connected(await DevTools.connect(url))
  host.closed = closed
  closed.then(() => electron.app.exit(1))
})

const electron = await import('./electron/index.mjs')
const { becomeReady } = await import('./electron/app.mjs')
takeModulesOver(electron.default)
process.once('SIGTERM', () => electron.app.quit())
await import(pathToFileURL(main).href)
await chromium
becomeReady()
