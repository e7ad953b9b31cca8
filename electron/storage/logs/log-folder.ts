import { randomBytes } from 'node:crypto'
import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { RepositoryName } from '../../../shared/domain/ids'
import { isMissing, setAside } from '../atomic-file'

/** Which log: GitHub's job IDs are unique on a host, and each attempt has its own. */
export interface LogKey {
  host: string
  repository: RepositoryName
  jobId: number
}

/** A kept log as the folder tells it. */
export interface KeptLog {
  key: LogKey
  path: string
  /** Bytes on disk. */
  size: number
  /** Milliseconds since the epoch. */
  usedAt: number
}

/* As the first ones were called, which were Brotli: a file says itself how it is compressed. */
const EXTENSION = '.log.br'
const PART = '.part'
/** A part that nobody has written to for this long was left by a process that is gone. */
const ABANDONED_MS = 60 * 60_000
/** The time of the last use is exact to this; it decides only what goes first. */
const TOUCH_EVERY_MS = 60_000

/**
 * The folder of kept logs. The folder itself is the record of what is there: a file appears whole or not at all, and
 * its time says when it was used last, so nothing can be torn by a crash or by two processes at once.
 */
export class LogFolder {
  private readonly touched = new Map<string, number>()

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  pathOf({ host, repository, jobId }: LogKey): string {
    const name = `${repository.toLowerCase().replace('/', '+')}+${jobId}${EXTENSION}`
    return join(this.folder, folderName(host), name)
  }

  /** Where a log may grow until it is whole. */
  partOf(key: LogKey): string {
    return `${this.pathOf(key)}.${randomBytes(9).toString('hex')}${PART}`
  }

  /** Notes that a log is used: the least recently used goes first. */
  async touch(key: LogKey): Promise<void> {
    const path = this.pathOf(key)
    const now = this.now()
    if (now - (this.touched.get(path) ?? 0) < TOUCH_EVERY_MS) return
    this.touched.set(path, now)
    await utimes(path, now / 1000, now / 1000).catch(ignoreMissing)
  }

  /** Every kept log of a host, or of all of them; the most recently used first. */
  async list(host: string | null): Promise<KeptLog[]> {
    const hosts = host === null ? await names(this.folder) : [folderName(host)]
    const kept = await Promise.all(hosts.map((each) => this.listHost(each)))
    return kept.flat().sort((a, b) => b.usedAt - a.usedAt)
  }

  /** Removes the least recently used until the rest fits into `most` bytes; `spared` stays whatever its size. */
  async evict(most: number, spared: LogKey | null): Promise<void> {
    const sparedPath = spared && this.pathOf(spared)
    let total = 0
    for (const { path, size } of await this.list(null)) {
      total += size
      if (total > most && path !== sparedPath) {
        /* On Windows a file that is being read cannot be removed: it goes the next time. */
        await rm(path, { force: true }).catch(() => {})
        total -= size
      }
    }
  }

  /** Moves a damaged log out of the way; where it is now. */
  setAside(key: LogKey): string {
    return setAside(this.pathOf(key), this.now())
  }

  /** Removes what processes that are gone have left half-written, and what was set aside long ago. */
  async tidy(): Promise<void> {
    for (const host of await names(this.folder)) {
      const folder = join(this.folder, host)
      for (const name of await names(folder)) {
        const isLitter = name.endsWith(PART) || name.includes(`${EXTENSION}.unreadable-`)
        const file = isLitter ? await stat(join(folder, name)).catch(() => null) : null
        if (file && this.now() - file.mtimeMs > ABANDONED_MS)
          await rm(join(folder, name), { force: true }).catch(() => {})
      }
    }
  }

  private async listHost(host: string): Promise<KeptLog[]> {
    const folder = join(this.folder, host)
    const found = await Promise.all((await names(folder)).map((name) => keptLog(folder, host, name)))
    return found.filter((log) => log !== null)
  }
}

/** A host may name a port: a colon is no part of a file's name everywhere. */
function folderName(host: string): string {
  return host.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '_')
}

async function keptLog(folder: string, host: string, name: string): Promise<KeptLog | null> {
  const [owner, repository, job] = name.endsWith(EXTENSION) ? name.slice(0, -EXTENSION.length).split('+') : []
  const named = RepositoryName.safeParse(`${owner}/${repository}`)
  const jobId = Number(job)
  if (!named.success || !Number.isSafeInteger(jobId) || jobId <= 0) return null
  const path = join(folder, name)
  const file = await stat(path).catch(ignoreMissing)
  if (!file) return null
  return { key: { host, repository: named.data, jobId }, path, size: file.size, usedAt: file.mtimeMs }
}

async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(ignoreMissing)) ?? []
}

function ignoreMissing(error: unknown): null {
  if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) return null
  throw error
}
