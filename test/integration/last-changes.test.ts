import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LastChanges } from '../../electron/services/fleet/last-changes'
import { type JournalStore, openJournal } from '../../electron/storage/journal-store'
import { RepositoryName } from '../../shared/domain/ids'
import type { StepPhase } from '../../shared/domain/journal'
import { beganApplication, journalEntry } from '../support/plan-samples'
import { temporaryFolder } from '../support/temporary-folder'

const WEB = RepositoryName.parse('acme/web')
const API = RepositoryName.parse('acme/api')
const noon = (minute: number) => `2026-11-20T12:0${minute}:00.000Z`

/** A journal in a folder of its own, a second door on it, and the applications that were read through the first. */
async function journals() {
  const folder = join(await temporaryFolder(), 'journal')
  const [own, other] = [openJournal(folder, Date.now), openJournal(folder, Date.now)]
  const read: string[] = []
  const get = (id: string) => {
    read.push(id)
    return own.get(id)
  }
  const apply = async (journal: JournalStore, id: string, repository: RepositoryName): Promise<void> => {
    const { entries: _entries, endedAt: _endedAt, ...head } = beganApplication({ id, repository })
    await journal.begin(head)
  }
  const note = (journal: JournalStore, id: string, phase: StepPhase, minute: number): Promise<void> =>
    journal.append(id, { ...journalEntry(phase), at: noon(minute) })
  return { own, other, read, apply, note, changes: new LastChanges({ marks: own.marks, get }) }
}

describe('when Rolecall last changed a repository', () => {
  test('is the latest of its applications, and nothing for one that it never changed', async () => {
    const { own, apply, note, changes } = await journals()
    await apply(own, 'first', WEB)
    await note(own, 'first', 'done', 1)
    await apply(own, 'second', WEB)
    await note(own, 'second', 'done', 2)
    await note(own, 'first', 'undone', 3)
    expect(await changes.refresh()).toEqual([WEB])
    expect([changes.of(WEB), changes.of(API)]).toEqual([Date.parse(noon(3)), null])
  })

  test('is read once from the journal, and then only where something was written, by any door', async () => {
    const { own, other, read, apply, note, changes } = await journals()
    for (const [index, repository] of [WEB, API].entries()) {
      await apply(own, `a-${index}`, repository)
      await note(own, `a-${index}`, 'done', 1)
    }
    await changes.refresh()
    expect(read.splice(0).sort()).toEqual(['a-0', 'a-1'])
    expect([await changes.refresh(), read]).toEqual([[], []])
    await note(other, 'a-1', 'undone', 5)
    expect([await changes.refresh(), read]).toEqual([[API], ['a-1']])
    expect(changes.of(API)).toBe(Date.parse(noon(5)))
  })
})
