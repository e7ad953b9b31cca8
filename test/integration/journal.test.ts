import { appendFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type JournalStore, openJournal } from '../../electron/storage/journal-store'
import { RepositoryName } from '../../shared/domain/ids'
import type { Application } from '../../shared/domain/journal'
import { beganApplication, journalEntry } from '../support/plan-samples'
import { temporaryFolder } from '../support/temporary-folder'

const NOW = Date.parse('2026-11-20T13:00:00Z')
const PULL_REQUEST = { pullRequest: 7, arn: null, url: 'https://github.com/acme/web/pull/7' }
const ENDED = '2026-11-20T12:00:09.000Z'

function open(folder: string): JournalStore {
  return openJournal(join(folder, 'journal'), () => NOW)
}

async function begin(journal: JournalStore, application: Application): Promise<void> {
  const { entries: _entries, endedAt: _endedAt, ...head } = application
  await journal.begin(head)
}

describe('the journal', () => {
  test('holds nothing in a new folder', async () => {
    const journal = open(await temporaryFolder())
    expect(await journal.list(null)).toEqual([])
    expect(await journal.get('a-1')).toBeNull()
  })

  test('gives an application back with its entries in the order in which they were written', async () => {
    const folder = await temporaryFolder()
    const journal = open(folder)
    const application = beganApplication()
    const entries = [journalEntry('begun'), journalEntry('done', { outcome: PULL_REQUEST })]
    await begin(journal, application)
    for (const entry of entries) await journal.append(application.id, entry)
    await journal.end(application.id, ENDED)
    expect(await open(folder).get(application.id)).toEqual({
      ...application,
      entries,
      endedAt: ENDED,
      undo: null,
    })
  })

  test('an interrupted application says which call had begun and has no end: enough to resume', async () => {
    const folder = await temporaryFolder()
    const journal = open(folder)
    await begin(journal, beganApplication())
    await journal.append('a-1', journalEntry('begun'))
    const found = await open(folder).get('a-1')
    expect(found).toMatchObject({ endedAt: null, entries: [{ stepId: 's-1', phase: 'begun' }] })
    expect(found?.plan).toEqual(beganApplication().plan)
  })

  test('keeps what undo needs: the outcome of a step, and why one failed', async () => {
    const folder = await temporaryFolder()
    const journal = open(folder)
    await begin(journal, beganApplication())
    await journal.append('a-1', journalEntry('done', { outcome: PULL_REQUEST }))
    await journal.append('a-1', journalEntry('undo-refused', { failed: 'The variable was changed.' }))
    const found = await open(folder).get('a-1')
    expect(found?.entries[0]?.outcome).toEqual(PULL_REQUEST)
    expect(found?.entries[1]?.failure?.sentence).toBe('The variable was changed.')
  })

  test('lists the newest first, of one repository or of all', async () => {
    const journal = open(await temporaryFolder())
    const old = beganApplication({ id: 'old', startedAt: '2026-11-18T12:00:00.000Z' })
    const other = beganApplication({
      id: 'other',
      repository: 'acme/api',
      startedAt: '2026-11-19T12:00:00.000Z',
    })
    for (const each of [old, beganApplication({ id: 'new' }), other]) await begin(journal, each)
    const ids = async (repository: RepositoryName | null) =>
      (await journal.list(repository)).map(({ id }) => id)
    expect(await ids(null)).toEqual(['new', 'other', 'old'])
    expect(await ids(RepositoryName.parse('acme/web'))).toEqual(['new', 'old'])
  })

  test('marks each application anew with each line, whoever writes it', async () => {
    const folder = await temporaryFolder()
    const [journal, other] = [open(folder), open(folder)]
    expect(await journal.marks()).toEqual(new Map())
    await begin(journal, beganApplication())
    await begin(journal, beganApplication({ id: 'a-2' }))
    const first = await journal.marks()
    expect([...first.keys()].sort()).toEqual(['a-1', 'a-2'])
    expect(await journal.marks()).toEqual(first)
    await other.append('a-1', journalEntry('begun'))
    const second = await journal.marks()
    expect([...second].filter(([id, mark]) => first.get(id) !== mark).map(([id]) => id)).toEqual(['a-1'])
  })

  test('only the user may read it', async () => {
    const folder = await temporaryFolder()
    await begin(open(folder), beganApplication())
    const { mode } = await stat(join(folder, 'journal', 'a-1.jsonl'))
    expect(mode & 0o077).toBe(0)
  })

  test.each(['../settings', 'a/b', '', 'a-1.jsonl'])(
    'an id that is no id finds nothing: "%s"',
    async (id) => {
      const folder = await temporaryFolder()
      await mkdir(join(folder, 'journal'))
      await writeFile(join(folder, 'settings.jsonl'), 'not ours')
      expect(await open(folder).get(id)).toBeNull()
      expect(await readFile(join(folder, 'settings.jsonl'), 'utf8')).toBe('not ours')
    },
  )
})

describe('after a loss of power', () => {
  async function tornJournal() {
    const folder = await temporaryFolder()
    const journal = open(folder)
    await begin(journal, beganApplication())
    await journal.append('a-1', journalEntry('begun'))
    await journal.append('a-1', journalEntry('done', { outcome: PULL_REQUEST }))
    const path = join(folder, 'journal', 'a-1.jsonl')
    await truncate(path, (await stat(path)).size - 20)
    return { folder, journal: open(folder) }
  }

  test('a torn last line is ignored: everything before it stands', async () => {
    const { journal } = await tornJournal()
    expect(await journal.get('a-1')).toMatchObject({ endedAt: null, entries: [{ phase: 'begun' }] })
  })

  test.each(['', '{"line":"application","appl'])(
    'an application that was only being begun is no application yet, and is left alone: %j',
    async (text) => {
      const folder = await temporaryFolder()
      await mkdir(join(folder, 'journal'))
      await writeFile(join(folder, 'journal', 'a-1.jsonl'), text)
      const journal = open(folder)
      expect([await journal.list(null), await journal.get('a-1'), journal.setAside()]).toEqual([[], null, []])
      await begin(journal, beganApplication())
      expect(await journal.get('a-1')).toMatchObject({ id: 'a-1', entries: [] })
    },
  )

  test('what is written next does not run into the torn line', async () => {
    const { folder, journal } = await tornJournal()
    await journal.append('a-1', journalEntry('done', { outcome: PULL_REQUEST }))
    await journal.end('a-1', ENDED)
    const found = await open(folder).get('a-1')
    expect(found?.entries.map(({ phase }) => phase)).toEqual(['begun', 'done'])
    expect(found?.endedAt).toBe(ENDED)
  })
})

describe('a journal that cannot be read', () => {
  test.each([
    ['no JSON', 'garbage\n'],
    ['another shape', '{"line":"entry"}\n'],
    ['no application at its head', `${JSON.stringify({ line: 'ended', at: ENDED })}\n`],
  ])('%s: the file is set aside as it was, and the others are listed', async (_, text) => {
    const folder = await temporaryFolder()
    const journal = open(folder)
    await begin(journal, beganApplication({ id: 'whole' }))
    await appendFile(join(folder, 'journal', 'broken.jsonl'), text)
    expect((await journal.list(null)).map(({ id }) => id)).toEqual(['whole'])
    const aside = (await readdir(join(folder, 'journal'))).filter((name) => name.startsWith('broken'))
    expect(aside).toEqual(['broken.jsonl.unreadable-2026-11-20T13-00-00.000Z'])
    expect(await readFile(join(folder, 'journal', aside[0] ?? ''), 'utf8')).toBe(text)
    expect(journal.setAside()).toEqual([join(folder, 'journal', aside[0] ?? '')])
  })

  test('two readers that meet it at once both go on', async () => {
    const folder = await temporaryFolder()
    const journal = open(folder)
    await begin(journal, beganApplication({ id: 'whole' }))
    await appendFile(join(folder, 'journal', 'broken.jsonl'), 'garbage\n')
    const lists = await Promise.all([journal.list(null), open(folder).list(null)])
    expect(lists.map((list) => list.map(({ id }) => id))).toEqual([['whole'], ['whole']])
  })
})
