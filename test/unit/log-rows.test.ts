import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldedAtFirst, foldsOf, groupAt, groupBegunAt } from '../../renderer/ui/log/log-folds'
import { cutAt, linksIn, parseRange, rangeText, stampText } from '../../renderer/ui/log/log-rows'

/** Two groups of a log of six lines: 2–3, and 4–5 with an error. */
const GROUPS = [2, 3, 4, 5]

const sight = (lines: number, groups: number[], folded: number[]) => {
  const folds = foldsOf(lines, groups, new Set(folded))
  return Array.from({ length: folds.rows }, (_, row) => folds.lineAt(row))
}

describe('the lines of a log', () => {
  it('begin with every group folded but the one that holds an error', () => {
    expect([...foldedAtFirst(GROUPS, [5])]).toEqual([0])
    expect(sight(6, GROUPS, [0])).toEqual([1, 2, 4, 5, 6])
  })

  it('keep a folded group’s own line', () => {
    expect(sight(6, GROUPS, [0, 1])).toEqual([1, 2, 4, 6])
  })

  it('know their groups', () => {
    expect([1, 2, 3, 4, 6].map((line) => groupAt(GROUPS, line))).toEqual([-1, 0, 0, 1, -1])
    expect([2, 3, 4].map((line) => groupBegunAt(GROUPS, line))).toEqual([0, -1, 1])
  })

  it('are in sight exactly where no folded group hides them, whatever the groups', () => {
    const log = fc.array(
      fc.record({ gap: fc.nat(3), length: fc.integer({ min: 1, max: 5 }), fold: fc.boolean() }),
    )
    fc.assert(
      fc.property(log, fc.nat(4), (parts, rest) => {
        const groups: number[] = []
        const hidden = new Set<number>()
        let line = 0
        for (const [index, { gap, length, fold }] of parts.entries()) {
          line += gap + 1
          groups.push(line, line + length - 1)
          for (let inner = 1; inner < length; inner += 1) if (fold) hidden.add(line + inner)
          line += length - 1
          expect(groups.length).toBe(index * 2 + 2)
        }
        const lines = line + rest
        const folded = new Set(parts.flatMap(({ fold }, index) => (fold ? [index] : [])))
        const wanted = Array.from({ length: lines }, (_, at) => at + 1).filter((each) => !hidden.has(each))
        const folds = foldsOf(lines, groups, folded)
        expect(sight(lines, groups, [...folded])).toEqual(wanted)
        for (const [row, each] of wanted.entries()) expect(folds.rowOf(each)).toBe(row)
        for (const each of hidden)
          expect(folds.lineAt(folds.rowOf(each))).toBe(groups[groupAt(groups, each) * 2])
      }),
    )
  })

  it('are cut at each place of a hit, keeping the case they have', () => {
    expect(cutAt('Run the run', 'RUN')).toEqual(['', 'Run', ' the ', 'run', ''])
    expect(cutAt('Run the run', 'run', true)).toEqual(['Run the ', 'run', ''])
    expect(cutAt('nothing', 'x')).toEqual(['nothing'])
  })
})

it('an address in a line is a link, without the sentence around it', () => {
  expect(linksIn('See (https://docs.github.com/actions?a=1#b), or http://x.example.')).toEqual([
    { text: 'See (', href: null },
    { text: 'https://docs.github.com/actions?a=1#b', href: 'https://docs.github.com/actions?a=1#b' },
    { text: '), or ', href: null },
    { text: 'http://x.example', href: 'http://x.example' },
    { text: '.', href: null },
  ])
  expect(linksIn('javascript://alert(1)')).toEqual([{ text: 'javascript://alert(1)', href: null }])
})

it('a line’s time is shown as it was, since the beginning, or not', () => {
  const [began, at] = ['2026-01-01T23:59:59.5000000Z', '2026-01-02T00:01:00.7500000Z']
  expect(stampText(at, began, 'absolute')).toBe('2026-01-02 00:01:00.750')
  expect(stampText(at, began, 'relative')).toBe('+01:01.250')
  expect(stampText(at, began, 'none')).toBe('')
  expect(stampText(null, began, 'absolute')).toBe('')
})

it('a range of lines is read from an address and written to one', () => {
  const texts = ['10', 'L10', 'L20-L10', '10-20', 'L0', 'x', null]
  expect(texts.map((text) => parseRange(text))).toEqual([
    { from: 10, to: 10 },
    { from: 10, to: 10 },
    { from: 10, to: 20 },
    { from: 10, to: 20 },
    null,
    null,
    null,
  ])
  expect([rangeText({ from: 3, to: 3 }), rangeText({ from: 3, to: 9 })]).toEqual(['L3', 'L3-L9'])
})
