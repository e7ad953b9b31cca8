import { describe, expect, it } from 'vitest'
import { keptRow, type RowBasis } from '../../electron/services/fleet/kept-rows'
import { describeRow } from '../../electron/services/fleet/row'
import type { KeptRow } from '../../electron/storage/observation-cache'
import { context, NOW, setup } from '../support/observations'

const BASIS: RowBasis = {
  readAt: '2026-11-20T12:00:00Z',
  setup: null,
  changedAt: null,
  accounts: 'one read',
  now: NOW,
}

function judging() {
  const rows = new Map<string, KeptRow>()
  let times = 0
  const row = (basis: RowBasis) =>
    keptRow(rows, 'acme/web', basis, () => {
      times += 1
      return describeRow(context(), { observing: false, failure: null }).row
    })
  return { row, times: () => times }
}

describe('a row that was judged before', () => {
  it('is given again while nothing has changed', () => {
    const { row, times } = judging()
    const first = row(BASIS)
    expect(row({ ...BASIS, now: NOW + 60_000 })).toBe(first)
    expect(times()).toBe(1)
  })

  it.each<[string, Partial<RowBasis>]>([
    ['the repository was read again', { readAt: '2026-11-20T12:10:00Z' }],
    ['an account was read again, or could not be', { accounts: 'two read' }],
    ['the user stored a setup', { setup: setup() }],
    ['Rolecall changed what a run meets', { changedAt: NOW - 60_000 }],
    ['a day has passed, by which a model comes nearer to its end', { now: NOW + 24 * 60 * 60 * 1000 }],
  ])('is judged again when %s', (_, change) => {
    const { row, times } = judging()
    row(BASIS)
    row({ ...BASIS, ...change })
    expect(times()).toBe(2)
  })
})
