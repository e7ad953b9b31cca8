import type { ParsedLog } from '../../../shared/domain/log'
import type { LogOutline, TimedStep } from '../../../shared/domain/log-outline'
import type { LogQuery } from '../../../shared/domain/log-query'
import { isMissing } from '../atomic-file'
import { readExcerpt } from './excerpt'
import { LogFile } from './log-file'
import { type KeptLog, LogFolder, type LogKey } from './log-folder'
import { CorruptLog, type LogAbout, type LogSource } from './log-form'
import { type LogPage, readPage } from './log-page'
import { LogWriter } from './log-writer'
import { readOutline } from './read-outline'
import { type Hits, type Share, searchLog } from './search-log'

const WHOLE: Share = { part: 0, of: 1 }
/** Files that stay open: their index is in memory. */
const OPEN_FILES = 6

export interface ShelfOptions {
  folder: string
}

/** A file that stays open between readings, and how many are under way. */
interface OpenFile {
  file: Promise<LogFile>
  readers: number
}

/** A log that arrives. */
interface Begun {
  key: LogKey
  writer: LogWriter
  /** Since when it is put in its place, or given up: its end. */
  ending: Promise<void> | null
}

/** Kept logs, read and written in this thread. A damaged one is set aside and counts as absent. */
export class LogShelf {
  private readonly folder: LogFolder
  private readonly files = new Map<string, OpenFile>()
  private readonly writers = new Map<number, Begun>()
  private nextWriter = 1
  private aside: string[] = []

  constructor({ folder }: ShelfOptions) {
    this.folder = new LogFolder(folder, Date.now)
  }

  /** Begins to keep a log; the number stands for it until it is finished or abandoned. */
  async begin(key: LogKey, about: LogAbout): Promise<number> {
    const id = this.nextWriter
    this.nextWriter += 1
    if (id === 1) await this.folder.tidy()
    const writer = await LogWriter.begin(this.folder.pathOf(key), this.folder.partOf(key), about)
    this.writers.set(id, { key, writer, ending: null })
    return id
  }

  /** Takes the next bytes of a log; resolves when more are welcome. */
  async write(id: number, chunk: Uint8Array): Promise<void> {
    await this.writers.get(id)?.writer.write(chunk)
  }

  /** Puts a whole log in its place; others go until all fit into `most` bytes. */
  async finish(id: number, most: number): Promise<void> {
    const begun = this.writers.get(id)
    if (!begun) return
    await this.shut(this.folder.pathOf(begun.key))
    begun.ending = begun.writer.finish()
    await begun.ending
    this.writers.delete(id)
    await this.folder.evict(most, begun.key)
  }

  async abandon(id: number): Promise<void> {
    const begun = this.writers.get(id)
    this.writers.delete(id)
    if (!begun) return
    begun.ending = begun.writer.abandon()
    await begun.ending
  }

  /** What the log is about; null where it is not kept. */
  about(key: LogKey): Promise<LogAbout | null> {
    return this.reading(key, async ({ index }) => index.about)
  }

  outline(key: LogKey, steps: readonly TimedStep[]): Promise<LogOutline | null> {
    return this.reading(key, (source) => readOutline(source, steps))
  }

  page(
    key: LogKey,
    from: number,
    count: number,
  ): Promise<(LogPage & { total: number; complete: boolean }) | null> {
    return this.reading(key, async (source) => ({
      ...(await readPage(source, from, count)),
      total: source.index.lines,
      complete: source.complete,
    }))
  }

  excerpt(key: LogKey): Promise<ParsedLog | null> {
    return this.reading(key, readExcerpt)
  }

  /** The lines that hold what is searched for, as they are found; nothing where the log is not kept whole. */
  async *search(key: LogKey, query: LogQuery, share: Share = WHOLE): AsyncGenerator<Hits> {
    yield* this.through(key, (file) => searchLog(file, query, share))
  }

  /** The log's bytes as GitHub gave them but for secrets, block by block; nothing where it is not kept whole. */
  async *raw(key: LogKey): AsyncGenerator<Uint8Array> {
    yield* this.through(key, blocksOf)
  }

  /** Every kept log of a host, the most recently used first. */
  list(host: string): Promise<KeptLog[]> {
    return this.folder.list(host)
  }

  /** Where damaged logs were put. */
  async setAside(): Promise<string[]> {
    return this.aside
  }

  async close(): Promise<void> {
    for (const id of [...this.writers.keys()]) await this.abandon(id)
    for (const path of [...this.files.keys()]) await this.shut(path)
  }

  /** A log that is put in its place is for a moment neither arriving nor kept: whoever reads it then waits for that. */
  private async reading<T>(key: LogKey, read: (source: LogSource) => Promise<T>): Promise<T | null> {
    const before = this.arriving(key)
    const kept = await this.readKept(key, read)
    const begun = before ?? this.arriving(key)
    if (kept !== null || begun === undefined) return kept?.value ?? null
    try {
      if (begun.ending === null) return await read({ ...begun.writer.snapshot(), complete: false })
    } catch (error) {
      if (begun.ending === null) throw error
    }
    await begun.ending.catch(() => {})
    return (await this.readKept(key, read))?.value ?? null
  }

  private arriving(key: LogKey): Begun | undefined {
    const path = this.folder.pathOf(key)
    return [...this.writers.values()].find((begun) => this.folder.pathOf(begun.key) === path)
  }

  private async readKept<T>(
    key: LogKey,
    read: (source: LogSource) => Promise<T>,
  ): Promise<{ value: T } | null> {
    const open = this.lend(key)
    try {
      return { value: await read(await this.opened(key, open)) }
    } catch (error) {
      await this.blame(key, open, error)
      return null
    } finally {
      await this.giveBack(open)
    }
  }

  private async *through<T>(key: LogKey, items: (file: LogFile) => AsyncIterable<T>): AsyncGenerator<T> {
    const open = this.lend(key)
    try {
      yield* items(await this.opened(key, open))
    } catch (error) {
      await this.blame(key, open, error)
    } finally {
      await this.giveBack(open)
    }
  }

  /** Opens the file of a log unless it is open; it is not closed before it is given back. */
  private lend(key: LogKey): OpenFile {
    const path = this.folder.pathOf(key)
    const open = this.files.get(path) ?? { file: LogFile.open(path), readers: 0 }
    this.files.delete(path)
    this.files.set(path, open)
    open.readers += 1
    return open
  }

  private async opened(key: LogKey, open: OpenFile): Promise<LogFile> {
    const file = await open.file
    await this.folder.touch(key)
    return file
  }

  private async giveBack(open: OpenFile): Promise<void> {
    open.readers -= 1
    const idle = [...this.files].filter(([, { readers }]) => readers <= 0)
    for (const [each] of idle.slice(0, Math.max(0, this.files.size - OPEN_FILES))) await this.shut(each)
  }

  private async shut(path: string): Promise<void> {
    const open = this.files.get(path)
    this.files.delete(path)
    await open?.file.then((file) => file.close()).catch(() => {})
  }

  /** A log that is not there is no error; a damaged one is put aside. Another may stand in its place already. */
  private async blame(key: LogKey, open: OpenFile, error: unknown): Promise<void> {
    const path = this.folder.pathOf(key)
    if (this.files.get(path) === open) await this.shut(path)
    if (isMissing(error)) return
    if (!(error instanceof CorruptLog)) throw error
    this.aside.push(this.folder.setAside(key))
  }
}

async function* blocksOf(file: LogFile): AsyncGenerator<Uint8Array> {
  for (const place of file.index.blocks.keys()) yield await file.read(place)
}
