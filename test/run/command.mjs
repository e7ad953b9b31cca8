import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

function run(command, args, options) {
  const child = spawn(command, args, { cwd: ROOT, ...options })
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

/** The file behind a program of an installed package, such as `tsc` of `typescript`. */
function programOf(packageName, program) {
  const folder = join(ROOT, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[program])
}

/** A program of an installed package as arguments for Node: no shell is needed, on any system. */
export function nodeArguments({ package: packageName, program, args }) {
  return [programOf(packageName, program), ...args]
}

/** Runs a program of an installed package with its output shown; whether it succeeded. */
export function runShown(tool, env) {
  const options = { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }
  return run(process.execPath, nodeArguments(tool), options)
}

/** Runs a command unseen within a time limit in milliseconds; whether it succeeded. */
export function runQuietly(command, args, timeout) {
  return run(command, args, { stdio: 'ignore', timeout })
}
