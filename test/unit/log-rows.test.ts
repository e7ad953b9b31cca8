import { describe, expect, it } from 'vitest'
import { cutAt, findLines, foldedAtFirst, rowsOf } from '../../renderer/ui/log/log-rows'
import type { LogLine, ParsedLog } from '../../shared/domain/log'

const line = (
  number: number,
  text: string,
  group: number | null,
  kind: LogLine['kind'] = 'plain',
): LogLine => ({
  number,
  at: null,
  kind,
  text,
  spans: [],
  group,
})

const LOG: ParsedLog = {
  lines: [
    line(1, 'Runner version', null),
    line(2, 'Run actions/checkout', 0, 'group'),
    line(3, 'with: token', 0),
    line(4, 'Run configure', 1, 'group'),
    line(5, 'Could not assume role with OIDC', 1, 'error'),
    line(6, 'Cleaning up', null),
  ],
  groups: [
    { title: 'Run actions/checkout', firstLine: 2, lastLine: 3 },
    { title: 'Run configure', firstLine: 4, lastLine: 5 },
  ],
}

const numbers = (lines: readonly LogLine[]) => lines.map(({ number }) => number)

describe('the lines of a log', () => {
  it('begin with every group folded but the one that holds an error', () => {
    expect([...foldedAtFirst(LOG)]).toEqual([0])
    expect(numbers(rowsOf(LOG, foldedAtFirst(LOG)))).toEqual([1, 2, 4, 5, 6])
  })

  it('keep a folded group’s own line', () => {
    expect(numbers(rowsOf(LOG, new Set([0, 1])))).toEqual([1, 2, 4, 6])
  })

  it('are found by text whatever its case, in folded groups too', () => {
    expect(findLines(LOG, 'RUN')).toEqual([1, 2, 4])
    expect(findLines(LOG, 'token')).toEqual([3])
    expect(findLines(LOG, '')).toEqual([])
  })

  it('are cut at each place of a hit, keeping the case they have', () => {
    expect(cutAt('Run the run', 'RUN')).toEqual(['', 'Run', ' the ', 'run', ''])
    expect(cutAt('nothing', 'x')).toEqual(['nothing'])
  })
})
