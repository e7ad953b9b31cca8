import type { BatchHead, BatchNews, BatchOutcome, BatchRow } from '../../../shared/contract/batch'
import type { RepositoryName } from '../../../shared/domain/ids'

/** A batch as this page knows it. */
export interface BatchView {
  head: BatchHead
  rows: ReadonlyMap<RepositoryName, BatchRow>
}

/** The view after several news; the first of a subscription brings the whole. */
export function afterNews(view: BatchView | null, news: readonly BatchNews[]): BatchView | null {
  let head = view?.head ?? null
  let rows = new Map(view?.rows)
  for (const one of news) {
    head = one.head
    if (one.kind === 'view') rows = new Map(one.rows.map((row) => [row.repository, row]))
    if (one.kind === 'row') rows.set(one.row.repository, one.row)
  }
  return head && { head, rows }
}

/** Outcomes that somebody has to look at. */
const OPEN: readonly BatchOutcome[] = ['failed', 'unshown', 'moved', 'refused']

/** Where a row stands, in the one word by which the page counts and filters. */
export type RowState = 'waiting' | 'running' | 'done' | 'open' | 'cancelled' | 'undone' | 'stayed'

export function stateOf({ entry, doing, undo }: BatchRow): RowState {
  if (undo === 'undone' || undo === 'stayed') return undo
  if (undo === 'doing') return 'running'
  if (undo === 'asked') return 'waiting'
  if (entry?.outcome === 'cancelled') return 'cancelled'
  if (entry) return OPEN.includes(entry.outcome) ? 'open' : 'done'
  return doing === null ? 'waiting' : 'running'
}

/** Whether the repository is worth another plan once the batch is over. */
export function isLeft(row: BatchRow): boolean {
  const state = stateOf(row)
  return state === 'open' || state === 'cancelled'
}

/** Whether the batch changed something of the repository that still stands. */
export function canUndo({ entry, undo, done }: BatchRow): boolean {
  return entry?.applicationId != null && done > 0 && undo !== 'undone'
}

/** What to read out: not each repository, but every tenth of the whole, and the end. */
export function spokenProgress({ settled, total, endedAt, state }: BatchHead): string {
  if (endedAt !== null) return 'The batch has ended.'
  if (state === 'paused') return `Paused after ${settled} of ${total}.`
  const tenth = Math.max(1, Math.floor(total / 10))
  return `${Math.floor(settled / tenth) * tenth} of ${total} repositories are over.`
}
