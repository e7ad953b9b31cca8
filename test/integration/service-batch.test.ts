import { beforeEach, describe, expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import type { BatchHead, BatchNews, BatchRow } from '../../shared/contract/batch'
import { RepositoryName } from '../../shared/domain/ids'
import { sandboxHouse } from '../support/sandbox-house'
import { FORM, standingOf } from '../support/service-steps'

const at = sandboxHouse()
const NAMES = [caseOf('nothing'), caseOf('classic-trust-on-new')].map(({ repository }) =>
  RepositoryName.parse(repository),
)

beforeEach(() => at().sandbox.reset())

/** Begins a batch as a page does that is left at once: it reads the id, and nothing more. */
async function begun(): Promise<string> {
  const { plans } = await at().client.setup.planMany({ repositories: NAMES, form: FORM })
  const chosen = plans.map(({ id: planId }) => ({ planId, exclude: [] }))
  for await (const event of await at().client.setup.applyMany({ plans: chosen })) {
    if (event.kind === 'started') return event.batchId
  }
  throw new Error('The batch did not begin.')
}

/** Looks at a batch until it is as wanted. */
async function seen(
  batchId: string,
  is: (head: BatchHead, rows: BatchRow[]) => boolean,
): Promise<BatchRow[]> {
  const rows = new Map<string, BatchRow>()
  const note = (news: BatchNews) => {
    if (news.kind === 'row') rows.set(news.row.repository, news.row)
    if (news.kind === 'view') for (const row of news.rows) rows.set(row.repository, row)
  }
  for await (const news of await at().client.setup.followMany({ batchId })) {
    note(news)
    if (is(news.head, [...rows.values()])) return [...rows.values()]
  }
  throw new Error('The batch was no longer told of.')
}

describe('a batch whose page was left', { timeout: 60_000 }, () => {
  test('goes on, is found again with every repository’s progress, and is taken back as a whole', async () => {
    const before = NAMES.map((name) => standingOf(at().sandbox, name))
    const batchId = await begun()
    await expect(at().client.setup.undoMany({ batchId, repositories: null })).rejects.toThrow('under way')
    const ended = await seen(batchId, (head) => head.endedAt !== null)
    expect(ended.map(({ entry, done, steps }) => [entry?.outcome, done === steps])).toEqual([
      ['done', true],
      ['done', true],
    ])
    expect((await at().client.setup.batches()).map((head) => [head.batchId, head.settled])).toEqual([
      [batchId, 2],
    ])

    await at().client.setup.undoMany({ batchId, repositories: null })
    const back = await seen(
      batchId,
      ({ undoing }, rows) => !undoing && rows.every(({ undo }) => undo !== null),
    )
    expect(back.map(({ repository, undo, undoFailure }) => [repository, undo, undoFailure])).toEqual(
      back.map(({ repository, entry }) => [repository, 'undone', entry?.failure ?? null]),
    )
    expect(NAMES.map((name) => standingOf(at().sandbox, name))).toEqual(before)
  })

  test('is said to be unknown where it is', async () => {
    await expect(at().client.setup.followMany({ batchId: 'none' })).rejects.toThrow('not known any more')
  })
})
