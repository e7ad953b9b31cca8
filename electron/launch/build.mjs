import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from './root.mjs'

/** What a build is made from. A folder's own time counts too: it changes when a file is removed. */
const SOURCES = [
  'electron',
  'renderer',
  'shared',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
/** Written by a build that succeeded; its time is when that build began. */
const STAMP = inProject('dist', '.built')

function newestTime(path) {
  const { mtimeMs } = statSync(path)
  const entries = statSync(path).isDirectory() ? readdirSync(path) : []
  return entries.reduce((newest, name) => Math.max(newest, newestTime(join(path, name))), mtimeMs)
}

function isFresh() {
  if (!existsSync(STAMP)) return false
  const builtAt = statSync(STAMP).mtimeMs
  return SOURCES.every((source) => newestTime(inProject(source)) <= builtAt)
}

/**
 * Builds every door unless the last build is newer than all of its sources. Says on stderr that it does and why it
 * failed; stdout belongs to the command. Answers whether there is a build to run.
 */
export function buildUnlessFresh() {
  if (isFresh()) return true
  process.stderr.write('Building Rolecall…\n')
  const vite = [inProject('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--app', '--logLevel', 'warn']
  const { status } = spawnSync(process.execPath, vite, { cwd: inProject(), stdio: ['ignore', 2, 2] })
  if (status === 0) return true
  process.stderr.write('Rolecall could not be built; the reason is above. Did "npm ci" succeed?\n')
  return false
}
