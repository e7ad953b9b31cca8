import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A program of the bench in a process of its own. */
export interface Running {
  /** Resolves with the first that it writes to standard output. */
  firstOutput: Promise<void>
  /** All that it wrote to standard output, once it has ended well; rejects when it has not. */
  output: Promise<string>
  /** Asks it to end, as Ctrl+C does. */
  stop(): void
}

/** Starts one of the programs that `vite.config.ts` names. Its standard error goes to the terminal. */
export function run(name: string, ...args: string[]): Running {
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url))
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const output = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${name} ended with ${code ?? 'a signal'}.`)),
    )
  })
  const firstOutput = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    output.then(() => resolve(), reject)
  })
  return { firstOutput, output, stop: () => child.kill('SIGINT') }
}
