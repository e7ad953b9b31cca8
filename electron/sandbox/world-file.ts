import { z } from 'zod'
import { readText, setAside, writeText } from '../storage/atomic-file'
import type { World } from './world'

/** The outer shape: what lies within was written by this program, or by nobody who wants it to work. */
const KeptWorld = z.looseObject({
  version: z.literal(1),
  seed: z.number(),
  aws: z.looseObject({
    accounts: z.record(z.string(), z.looseObject({ id: z.string(), roles: z.array(z.unknown()) })),
    accessKeys: z.record(z.string(), z.unknown()),
    regions: z.record(z.string(), z.unknown()),
    consistencyDelay: z.number(),
  }),
  github: z.looseObject({
    owners: z.array(z.unknown()),
    repositories: z.array(z.looseObject({ id: z.number(), owner: z.string(), name: z.string() })),
    tokens: z.record(z.string(), z.unknown()),
    nextId: z.number(),
  }),
})

/** The kept world, or null for none; `setAside` is where a file went that could not be read as one. */
export interface KeptWorldFile {
  world: World | null
  setAside: string | null
}

/** Reads a world. A file that is none is moved out of the way and never overwritten. */
export async function readWorld(path: string, now: number): Promise<KeptWorldFile> {
  const text = await readText(path)
  if (text === null) return { world: null, setAside: null }
  const world = parseWorld(text)
  return world ? { world, setAside: null } : { world: null, setAside: await setAside(path, now) }
}

function parseWorld(text: string): World | null {
  try {
    const value: unknown = JSON.parse(text)
    return KeptWorld.safeParse(value).success ? (value as World) : null
  } catch {
    return null
  }
}

/** Keeps a world on disk. */
export interface WorldKeeper {
  /** Call after each change; several within a moment are one write. */
  changed(): void
  /** Resolves when all changes are on disk; rejects when they cannot be written. */
  flush(): Promise<void>
}

const MOMENT_MS = 40

/** A large world is written less often, so that writing takes at most a tenth of the time. */
const SHARE = 10

/** Writes the world of that moment whole, at most one write at a time. */
export function keepWorld(path: string, world: () => World, onError: (error: unknown) => void): WorldKeeper {
  let dirty = false
  let moment = MOMENT_MS
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  const write = async (): Promise<void> => {
    if (!dirty) return
    dirty = false
    const began = performance.now()
    try {
      const text = JSON.stringify(world())
      moment = Math.max(MOMENT_MS, SHARE * (performance.now() - began))
      await writeText(path, text)
    } catch (error) {
      dirty = true
      throw error
    }
  }
  const enqueue = (): Promise<void> => {
    timer = null
    writing = writing.catch(() => {}).then(write)
    return writing
  }
  return {
    changed() {
      dirty = true
      timer ??= setTimeout(() => enqueue().catch(onError), moment)
    },
    flush() {
      if (timer) clearTimeout(timer)
      return enqueue()
    },
  }
}

/** A world that lives only in memory. */
export const FORGETFUL: WorldKeeper = { changed: () => {}, flush: async () => {} }
