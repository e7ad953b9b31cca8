import { describe, expect, it } from 'vitest'
import { parseAnsi, stripAnsi } from '../../shared/domain/ansi'

const ESC = '\u001b'
const plain = { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false }

describe('colours', () => {
  it.each([
    ['31', { fg: 'ansi-1' }],
    ['97', { fg: 'ansi-15' }],
    ['42', { bg: 'ansi-2' }],
    ['100', { bg: 'ansi-8' }],
    ['36;1', { fg: 'ansi-6', bold: true }],
    ['38;5;9', { fg: 'ansi-9' }],
    ['38;5;196', { fg: '#ff0000' }],
    ['38;5;244', { fg: '#808080' }],
    ['48;5;21', { bg: '#0000ff' }],
    ['38;2;18;52;86', { fg: '#123456' }],
    ['38:2::18:52:86', { fg: '#123456' }],
    ['38:2:18:52:86', { fg: '#123456' }],
    ['48;2;1;2;3;1', { bg: '#010203', bold: true }],
    ['38;5;196;48;5;16', { fg: '#ff0000', bg: '#000000' }],
    ['2;3;4', { dim: true, italic: true, underline: true }],
    ['31;7', { fg: 'ansi-0', bg: 'ansi-1' }],
    ['1;22', {}],
    ['31;39', {}],
    ['31;0', {}],
    ['4;24', {}],
    ['38;5;300', {}],
    ['38;2;999;0;0', {}],
    ['999', {}],
  ])('SGR %s', (codes, style) => {
    expect(parseAnsi(`${ESC}[${codes}mx`)).toEqual([{ text: 'x', ...plain, ...style }])
  })
})

it('splits a line where the style changes', () => {
  expect(parseAnsi(`a${ESC}[31mb${ESC}[1mc${ESC}[md`)).toEqual([
    { text: 'a', ...plain },
    { text: 'b', ...plain, fg: 'ansi-1' },
    { text: 'c', ...plain, fg: 'ansi-1', bold: true },
    { text: 'd', ...plain },
  ])
})

it('joins stretches of the same style', () => {
  expect(parseAnsi(`a${ESC}[39mb`)).toEqual([{ text: 'ab', ...plain }])
})

it('has no span for an empty line', () => {
  expect(parseAnsi('')).toEqual([])
  expect(parseAnsi(`${ESC}[31m${ESC}[0m`)).toEqual([])
})

it.each([
  ['cursor movement', `a${ESC}[2Kb${ESC}[1;2Hc`, 'abc'],
  ['a hyperlink', `${ESC}]8;;https://example.com${ESC}\\text${ESC}]8;;${ESC}\\`, 'text'],
  ['a title', `${ESC}]0;title\u0007x`, 'x'],
  ['a character set', `${ESC}(Bx`, 'x'],
  ['an escape that is cut off', `x${ESC}`, 'x'],
])('drops %s', (_, text, wanted) => {
  expect(stripAnsi(text)).toBe(wanted)
  expect(
    parseAnsi(text)
      .map((span) => span.text)
      .join(''),
  ).toBe(wanted)
})

it('takes time in proportion to the length, even of broken escapes', () => {
  const broken = `${ESC}]`.repeat(200_000) + `${ESC}[1;`.repeat(200_000)
  const started = performance.now()
  stripAnsi(broken)
  expect(performance.now() - started).toBeLessThan(2000)
})
