import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ParsedLog } from '../../shared/domain/log'
import { parseLog } from '../../shared/domain/parse-log'

const T = '2026-01-01T00:00:00.1234567Z'
const raw = (...lines: string[]) => lines.map((line) => `${T} ${line}\r\n`).join('')

describe('a raw job log', () => {
  const log = parseLog(
    `\uFEFF${raw(
      'Current runner version: 2',
      '##[group]Run aws-actions/configure-aws-credentials@v6',
      'with:',
      '  aws-region: eu-west-2',
      '##[endgroup]',
      'Assuming role with OIDC',
      '##[error]Could not assume role with OIDC',
      '[command]/usr/bin/git version',
      '##[command]node index.js',
      '##[warning]old',
      '##[notice]new',
      '##[debug]deep',
      '\u001b[36;1mclaude -p\u001b[0m hi',
      '',
      '[error] is plain',
    )}`,
  )

  it('has one line for each raw line, numbered from 1', () => {
    expect(log.lines.map(({ number }) => number)).toEqual(log.lines.map((_, index) => index + 1))
    expect(log.lines).toHaveLength(15)
  })

  it('separates the time, the marker and the text', () => {
    expect(log.lines[0]).toMatchObject({ at: T, kind: 'plain', text: 'Current runner version: 2' })
    expect(log.lines[6]).toMatchObject({ kind: 'error', text: 'Could not assume role with OIDC' })
    expect(log.lines.slice(7, 12).map(({ kind, text }) => [kind, text])).toEqual([
      ['command', '/usr/bin/git version'],
      ['command', 'node index.js'],
      ['warning', 'old'],
      ['notice', 'new'],
      ['debug', 'deep'],
    ])
    expect(log.lines[14]).toMatchObject({ kind: 'plain', text: '[error] is plain' })
  })

  it('keeps colours beside the bare text', () => {
    expect(log.lines[12]?.text).toBe('claude -p hi')
    expect(log.lines[12]?.spans.map(({ text, fg }) => [text, fg])).toEqual([
      ['claude -p', 'ansi-6'],
      [' hi', null],
    ])
  })

  it('knows its groups and which lines they hold', () => {
    expect(log.groups).toEqual([
      { title: 'Run aws-actions/configure-aws-credentials@v6', firstLine: 2, lastLine: 5 },
    ])
    expect(log.lines.map(({ group }) => group).slice(0, 7)).toEqual([null, 0, 0, 0, 0, null, null])
    expect(log.lines[4]).toMatchObject({ kind: 'plain', text: '' })
  })

  it('is what the contract promises', () => {
    expect(ParsedLog.parse(log)).toEqual(log)
  })
})

describe('an untidy log', () => {
  it('ends a group where the next one begins, and at the end of the log', () => {
    const { groups } = parseLog(raw('##[group]a', 'x', '##[group]b', 'y'))
    expect(groups).toEqual([
      { title: 'a', firstLine: 1, lastLine: 2 },
      { title: 'b', firstLine: 3, lastLine: 4 },
    ])
  })

  it('ignores an end without a beginning', () => {
    expect(parseLog(raw('##[endgroup]', 'x')).lines.map(({ group }) => group)).toEqual([null, null])
  })

  it('has lines without a time, and a last line without a line end', () => {
    expect(parseLog('no time\n2026-01-01T00:00:00Z').lines).toMatchObject([
      { at: null, text: 'no time' },
      { at: '2026-01-01T00:00:00Z', text: '' },
    ])
  })

  it('may be empty', () => {
    expect(parseLog('')).toEqual({ lines: [], groups: [] })
    expect(parseLog('\uFEFF')).toEqual({ lines: [], groups: [] })
  })

  it('never loses or invents text', () => {
    const word = fc.stringMatching(/^[ -"$-Z^-~]{0,20}$/)
    fc.assert(
      fc.property(fc.array(word), (texts) => {
        expect(parseLog(raw(...texts)).lines.map(({ text }) => text)).toEqual(texts)
      }),
    )
  })
})

it('takes time in proportion to the length', () => {
  const line = `${T} ##[group]${'x'.repeat(40)}\n${T} \u001b[31mred\u001b[0m plain ${'y'.repeat(60)}\n`
  const measure = (times: number) => {
    const text = line.repeat(times)
    const started = performance.now()
    expect(parseLog(text).lines).toHaveLength(times * 2)
    return performance.now() - started
  }
  measure(5_000)
  const small = measure(10_000)
  // Ten times the text; a quadratic parser would take a hundred times as long.
  expect(measure(100_000)).toBeLessThan(small * 40 + 200)
})
