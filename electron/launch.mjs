#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { buildUnlessFresh } from './launch/build.mjs'
import { obtainElectron } from './launch/electron-binary.mjs'
import { inProject } from './launch/root.mjs'

/** Milliseconds within which an Electron that fails has opened no window. */
const STILLBORN = 5_000

/** Runs one of the built programs in this process. */
async function run(program, args) {
  process.argv = [process.execPath, `rolecall-${program}`, ...args]
  await import(pathToFileURL(inProject('dist', 'node', `${program}.js`)).href)
}

async function openInBrowser(args, whyNoWindow) {
  if (whyNoWindow) process.stderr.write(`No window here, ${whyNoWindow}: the panel opens in the browser.\n`)
  await run('serve', args)
}

/** Runs Electron to its end, passing signals on. */
function runElectron(path, args) {
  const child = spawn(path, [inProject(), ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 1, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

async function start(args) {
  const others = args.filter((argument) => argument !== '--browser')
  if (others.length < args.length) return openInBrowser(others)
  const electron = await obtainElectron()
  if (!electron.path) return openInBrowser(others, electron.whyNot)
  const startedAt = Date.now()
  const { code, signal } = await runElectron(electron.path, others)
  const wasStopped = code === 0 || signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP'
  if (!wasStopped && Date.now() - startedAt < STILLBORN)
    return openInBrowser(others, 'Electron ended at once')
  process.exitCode = code ?? 1
}

const [door, ...args] = process.argv.slice(2)
if (!buildUnlessFresh()) process.exitCode = 1
else if (door === 'start') await start(args)
else if (door === 'cli') await run('cli', args)
else {
  process.stderr.write('Usage: node electron/launch.mjs start|cli [arguments]\n')
  process.exitCode = 2
}
