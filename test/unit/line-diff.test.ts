import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines, hunksOf } from '../../shared/domain/line-diff'

const shape = (before: string | null, after: string | null) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`)

describe('a line diff', () => {
  it('shows a replaced line as removed and then added', () => {
    expect(shape('a\nb\nc', 'a\nB\nc')).toEqual([' a', '-b', '+B', ' c'])
  })

  it('shows a new text as added only, and a deleted one as removed only', () => {
    expect(shape(null, 'x\ny\n')).toEqual(['+x', '+y'])
    expect(shape('x\ny\n', null)).toEqual(['-x', '-y'])
  })

  it('keeps equal texts as they are, whatever ends their lines', () => {
    expect(shape('a\r\nb\r\n', 'a\nb')).toEqual([' a', ' b'])
  })

  it('numbers each line in the text that holds it', () => {
    expect(diffLines('a\nb', 'b\nc')).toEqual([
      { kind: 'removed', text: 'a', oldNumber: 1, newNumber: null },
      { kind: 'same', text: 'b', oldNumber: 2, newNumber: 1 },
      { kind: 'added', text: 'c', oldNumber: null, newNumber: 2 },
    ])
  })

  it('holds both texts whole, in order, for any pair', () => {
    const line = fc.constantFrom('a', 'b', 'c', '  d')
    const text = fc.array(line, { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before.join('\n'), after.join('\n'))
        expect(lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text)).toEqual(before)
        expect(lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)).toEqual(after)
      }),
    )
  })
})

describe('hunks of a diff', () => {
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`).join('\n')

  it('fold what is far from a change and say how much', () => {
    const lines = diffLines(numbered(1, 20), numbered(1, 20).replace('line 10', 'changed'))
    const { hunks, hiddenAfter } = hunksOf(lines, 2)
    expect(hunks.map(({ hidden, lines }) => [hidden, lines.length])).toEqual([[7, 6]])
    expect(hiddenAfter).toBe(8)
  })

  it('keep two near changes together', () => {
    const after = numbered(1, 9).replace('line 3', 'x').replace('line 6', 'y')
    expect(hunksOf(diffLines(numbered(1, 9), after), 2).hunks).toHaveLength(1)
  })
})
