import { type FileHandle, mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RepositoryName } from '../../shared/domain/ids'
import { Application, JournalEntry, UndoRequest } from '../../shared/domain/journal'
import { isMissing, readText, setAside } from './atomic-file'

const Head = Application.omit({ entries: true, endedAt: true, undo: true })
const Line = z.discriminatedUnion('line', [
  z.object({ line: z.literal('application'), application: Head }),
  z.object({ line: z.literal('entry'), entry: JournalEntry }),
  /** An undo was asked for: the application is open again until the next end. */
  z.object({ line: z.literal('undo'), undo: UndoRequest }),
  /** Steps that had failed are tried again: open until the next end. */
  z.object({ line: z.literal('resumed'), at: z.string() }),
  z.object({ line: z.literal('ended'), at: z.string() }),
])
type Line = z.infer<typeof Line>

/**
 * The durable record of applied steps: one file an application, one line an event, forced to disk before
 * the call that it announces. A torn last line (power loss) is ignored; anything else unreadable is set aside.
 */
export interface JournalStore {
  begin(application: Omit<Application, 'entries' | 'endedAt' | 'undo'>): Promise<void>
  append(applicationId: string, entry: JournalEntry): Promise<void>
  undo(applicationId: string, undo: UndoRequest): Promise<void>
  resume(applicationId: string, at: string): Promise<void>
  end(applicationId: string, at: string): Promise<void>
  get(applicationId: string): Promise<Application | null>
  /** Newest first. */
  list(repository: RepositoryName | null): Promise<Application[]>
  /** Every application that is asked for by its id, with a mark that changes when something is written about it. */
  marks(isAsked?: (id: string) => boolean): Promise<Map<string, string>>
  /** Where unreadable files were set aside since the journal was opened. */
  setAside(): string[]
}

export function openJournal(folder: string, now: () => number): JournalStore {
  const asides: string[] = []
  /* An application never changes its repository: those of others need not be read again to be left out. */
  const owners = new Map<string, RepositoryName>()
  const pathOf = (id: string) => join(folder, `${id}.jsonl`)
  const write = async (id: string, line: Line): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = await open(pathOf(id), 'a+', 0o600)
    try {
      await dropTornLine(file)
      await file.appendFile(`${JSON.stringify(line)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }
  const get = async (id: string): Promise<Application | null> => {
    const text = await readText(pathOf(id))
    /* Without a whole line it is being begun, or the power went before anything depended on it. */
    if (text === null || !text.includes('\n')) return null
    const application = parseJournal(text)
    if (application === null) asides.push(setAside(pathOf(id), now()))
    else owners.set(id, application.repository)
    return application
  }
  return {
    begin: (application) => write(application.id, { line: 'application', application }),
    append: (id, entry) => write(id, { line: 'entry', entry }),
    undo: (id, undo) => write(id, { line: 'undo', undo }),
    resume: (id, at) => write(id, { line: 'resumed', at }),
    end: (id, at) => write(id, { line: 'ended', at }),
    setAside: () => [...asides],
    get: (id) => (/^[\w-]+$/.test(id) ? get(id) : Promise.resolve(null)),
    async list(repository) {
      const mayBe = (id: string) => repository === null || (owners.get(id) ?? repository) === repository
      const applications = await Promise.all((await idsIn(folder)).filter(mayBe).map(get))
      return applications
        .filter((application) => application !== null)
        .filter((application) => repository === null || application.repository === repository)
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    },
    async marks(isAsked = () => true) {
      const marked = (await idsIn(folder))
        .filter(isAsked)
        .map(async (id) => [id, await markOf(pathOf(id))] as const)
      return new Map(await Promise.all(marked))
    },
  }
}

async function idsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length))
}

/* Lines are only ever added. Another door may set an unreadable file aside between two looks. */
async function markOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path)
    return `${size} ${mtimeMs}`
  } catch (error) {
    if (isMissing(error)) return 'gone'
    throw error
  }
}

/* A line that was torn by a power loss must not run into the one that is written after it. */
async function dropTornLine(file: FileHandle): Promise<void> {
  const content = await file.readFile()
  const whole = content.lastIndexOf('\n') + 1
  if (whole < content.length) await file.truncate(whole)
}

function parseJournal(text: string): Application | null {
  /* What follows the last line feed was being written when the power went: nothing depended on it yet. */
  const rows = text.split('\n').slice(0, -1)
  const lines: Line[] = []
  for (const row of rows) {
    const line = parseLine(row)
    if (line === null) return null
    lines.push(line)
  }
  const [head, ...rest] = lines
  if (head?.line !== 'application') return null
  const entries = rest.flatMap((line) => (line.line === 'entry' ? [line.entry] : []))
  const undo = rest.findLast((line) => line.line === 'undo')
  const turn = rest.findLast(({ line }) => line !== 'entry')
  return {
    ...head.application,
    entries,
    endedAt: turn?.line === 'ended' ? turn.at : null,
    undo: undo?.line === 'undo' ? undo.undo : null,
  }
}

function parseLine(row: string): Line | null {
  try {
    const parsed = Line.safeParse(JSON.parse(row))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
