import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing } from './atomic-file'

/** The process that takes leases, and how it tells whether another one still lives. */
export interface Tenant {
  pid: number
  isAlive(pid: number): boolean
}

/** The right to change one thing, held by one process of those that share a home. */
export interface Lease {
  /** False once another process has taken it over, as after a long standstill of this one. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}

/** Leases of one home folder. One that a dead process has left is free. */
export interface LeaseStore {
  /** Null while another process, or this one, holds it. */
  take(name: string): Promise<Lease | null>
  isTaken(name: string): Promise<boolean>
}

const Content = z.object({ pid: z.number().int(), token: z.string(), released: z.boolean() })
type Content = z.infer<typeof Content>

/** Milliseconds. A holder says this often that it lives; one that was silent for so long counts as gone. */
const SAYS_EVERY = 10_000
const GONE_AFTER = 60_000

/** This process, asked after others by signal 0. */
export const THIS_PROCESS: Tenant = { pid: process.pid, isAlive }

/**
 * A lease is a row of numbered files, of which the highest tells who holds it. Taking it means creating the next
 * number, which exactly one process can: no lease is taken over twice.
 */
export function openLeases(folder: string, tenant: Tenant, now: () => number): LeaseStore {
  const row = (name: string) => leaseRow(folder, name)
  const isHeldBySome = async (top: Top | null): Promise<boolean> =>
    top !== null && (await isStanding(top, tenant, now))
  return {
    isTaken: async (name) => isHeldBySome(await row(name).top()),
    async take(name) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      /* The number after the one that was found free: who takes it meanwhile creates the same, and one of both fails. */
      const top = await row(name).top()
      if (await isHeldBySome(top)) return null
      const next = (top?.number ?? 0) + 1
      const path = row(name).path(next)
      const content: Content = { pid: tenant.pid, token: randomUUID(), released: false }
      if (!(await create(path, content))) return null
      /* Who looked before others took and left may have created a number that has been. */
      if ((await row(name).top())?.number !== next) {
        await rm(path, { force: true })
        return null
      }
      await row(name).dropBelow(next)
      return holding(path, content, now)
    },
  }
}

interface Top {
  number: number
  path: string
}

function leaseRow(folder: string, name: string) {
  const stem = `${encodeURIComponent(name)}.`
  const path = (number: number) => join(folder, `${stem}${number}`)
  const numbers = async (): Promise<number[]> => {
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw error
    })
    return names
      .filter((each) => each.startsWith(stem))
      .map((each) => Number(each.slice(stem.length)))
      .filter(Number.isInteger)
  }
  return {
    path,
    async top(): Promise<Top | null> {
      const number = Math.max(0, ...(await numbers()))
      return number === 0 ? null : { number, path: path(number) }
    },
    async dropBelow(kept: number): Promise<void> {
      const below = (await numbers()).filter((number) => number < kept)
      await Promise.all(below.map((number) => rm(path(number), { force: true })))
    },
  }
}

async function isStanding({ path }: Top, tenant: Tenant, now: () => number): Promise<boolean> {
  const content = await readContent(path)
  if (content === null) return isFresh(path, now)
  return !content.released && tenant.isAlive(content.pid) && isFresh(path, now)
}

/* A file without content is being written, unless its writer is gone. */
async function isFresh(path: string, now: () => number): Promise<boolean> {
  try {
    return now() - (await stat(path)).mtimeMs < GONE_AFTER
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function create(path: string, content: Content): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(JSON.stringify(content)).finally(() => file.close())
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function holding(path: string, content: Content, now: () => number): Lease {
  const say = (): Promise<void> => utimes(path, now() / 1000, now() / 1000).catch(() => {})
  const timer = setInterval(() => void say(), SAYS_EVERY).unref()
  const isHeld = async (): Promise<boolean> => (await readContent(path))?.token === content.token
  return {
    isHeld,
    async release() {
      clearInterval(timer)
      if (await isHeld()) await writeFile(path, JSON.stringify({ ...content, released: true }))
    },
  }
}

async function readContent(path: string): Promise<Content | null> {
  try {
    return Content.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null
    throw error
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
