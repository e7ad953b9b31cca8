import { rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { readText } from '../storage/atomic-file'

/** Where the running sandbox of a home is; `key` opens its own routes under `/_sandbox`. */
export const Address = z.object({ pid: z.number().int(), origin: z.url(), key: z.string().min(16) })
export type Address = z.infer<typeof Address>

const Health = z.object({ ready: z.boolean() })

const ANSWER_MS = 2_000
const READY_MS = 60_000
const POLL_MS = 50

/** The sandbox that runs for this home, once it is ready; null when the file is missing, or left by one that is gone. */
export async function findRunning(file: string): Promise<Address | null> {
  const address = await readAddress(file)
  if (address === null || !isAlive(address.pid)) return null
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline) {
    const health = await healthOf(address)
    if (health === null) return null
    if (health.ready) return address
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return null
}

async function readAddress(file: string): Promise<Address | null> {
  const text = await readText(file)
  try {
    return Address.safeParse(JSON.parse(text ?? 'null')).data ?? null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user is alive, but may not be signalled.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The port may belong to another program by now: only the sandbox of that key says that it is well. */
async function healthOf({ origin, key }: Address): Promise<{ ready: boolean } | null> {
  try {
    const response = await fetch(`${origin}/_sandbox/health`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const starting = response.status === 503
    return response.ok || starting ? (Health.safeParse(await response.json()).data ?? null) : null
  } catch {
    return null
  }
}

/** Announces a sandbox unless another one already has; false when it lost the race. */
export async function claimAddress(file: string, address: Address): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(address), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Takes down what a sandbox that is gone has left. */
export async function clearAddress(file: string): Promise<void> {
  await rm(file, { force: true })
}
