import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, findRunning } from './address'
import { type AnsweringSandbox, placesOf, type Sandbox, type SandboxOptions } from './handle'
import { openOwnSandbox } from './own-sandbox'
import { runningSandbox } from './running-sandbox'

export type { AnsweringSandbox, OwnSandbox, Sandbox, SandboxOptions } from './handle'

/** Two processes that start at once claim the same address; the one that loses joins the other. */
const STARTS = 5

/** Starts the sandbox, or joins the one that runs for the same home. */
export async function startSandbox(options: SandboxOptions & { home: null }): Promise<AnsweringSandbox>
export async function startSandbox(options: SandboxOptions): Promise<Sandbox>
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (options.home === null) return startInMemory(options)
  const folder = join(options.home, 'sandbox')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (let attempt = 1; attempt <= STARTS; attempt += 1) {
    const running = await findRunning(join(folder, 'address.json'))
    if (running) return joinRunning(folder, running, options)
    const own = await openOwnSandbox({ ...options, folder, keep: true })
    if (own) return own
  }
  throw new Error(`Another sandbox keeps starting in ${folder}. Stop it, or choose another --home.`)
}

async function startInMemory(options: SandboxOptions): Promise<AnsweringSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-sandbox-'))
  const own = await openOwnSandbox({ ...options, folder, keep: false })
  if (!own) throw new Error(`The folder ${folder} is taken by another sandbox.`)
  return {
    ...own,
    async close() {
      await own.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function joinRunning(folder: string, address: Address, options: SandboxOptions): Promise<Sandbox> {
  const { reset = false, seed, repos } = options
  const running = runningSandbox(address, placesOf(folder, address.origin))
  if (reset) {
    await running.reset({
      ...(seed === undefined ? {} : { seed }),
      ...(repos === undefined ? {} : { repos }),
    })
  }
  return running
}
