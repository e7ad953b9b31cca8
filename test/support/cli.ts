import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url))

/** What a command came to. */
export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts the built terminal door in an environment that knows no cloud but what is given. */
export function startRolecall(
  args: string[],
  env: Record<string, string> = {},
): ChildProcessWithoutNullStreams {
  if (!existsSync(PROGRAM)) throw new Error('The terminal door is not built. Run `npm run build` first.')
  const { PATH = '' } = process.env
  const nowhere = {
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  }
  return spawn(process.execPath, [PROGRAM, ...args], { env: { PATH, ...nowhere, ...env } })
}

/** Runs the built terminal door to its end, as a shell would. */
export function rolecall(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = startRolecall(args, env)
    const outcome: Outcome = { code: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      outcome.stdout += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      outcome.stderr += chunk
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ ...outcome, code }))
  })
}
