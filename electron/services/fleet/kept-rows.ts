import { createHash } from 'node:crypto'
import type { Setup } from '../../../shared/domain/setup'
import type { JudgedRow, KeptRow } from '../../storage/observation-cache'
import { VERSION } from '../../version'

/** All that a row is judged from, by what tells one state of it from another. */
export interface RowBasis {
  /** When the repository was read. */
  readAt: string
  /** The setup that the user stored. */
  setup: Setup | null
  /** When Rolecall last changed what a run meets, in milliseconds since the epoch. */
  changedAt: number | null
  /** Of the accounts, as `AccountReader.basis` tells it. */
  accounts: string
  /** Milliseconds since the epoch. */
  now: number
}

/* Rules that look at the clock count in days. */
const DAY = 24 * 60 * 60 * 1000

/**
 * The row as it was judged before, in this process or an earlier one, unless something that it is judged from has
 * changed since: so a start shows a thousand rows without judging one.
 */
export function keptRow(
  rows: Map<string, KeptRow>,
  repository: string,
  { readAt, setup, changedAt, accounts, now }: RowBasis,
  judge: () => JudgedRow,
): JudgedRow {
  const told = JSON.stringify([VERSION, Math.floor(now / DAY), readAt, setup, changedAt, accounts])
  const basis = createHash('sha256').update(told).digest('base64url')
  const kept = rows.get(repository)
  if (kept?.basis === basis) return kept.row
  const row = judge()
  rows.set(repository, { basis, row })
  return row
}
