import { RE2JS, RE2JSException } from 're2js'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { LogQuery } from '../../../shared/domain/log-query'
import { folded } from './fold-case'
import { feedFrom, LF, LineWalk, LONGEST_PREFIX, lineEnd, textStart } from './line-bytes'
import { type Slots, slotsOf } from './trigrams'

/** Finds the lines of a stretch of log that hold what is searched for. */
export interface TextFinder {
  /** What the filter of a block must hold for a hit in it; null where filters cannot tell. */
  slots: Slots
  /** Reports each line once, counted from 0; the first one has no timestamp and no marker where it is `continued`. */
  find(text: Buffer, continued: boolean, report: (line: number) => void): void
}

/** Throws `ExpectedFailure` for a regular expression that is none. */
export function finderFor({ text, regex, caseSensitive }: LogQuery): TextFinder {
  if (regex) return expressionFinder(compile(text, caseSensitive))
  const folds = !caseSensitive
  if (folds && /[^\0-\x7f]/.test(text)) return expressionFinder(compile(RE2JS.quote(text), false))
  return literalFinder(Buffer.from(text), folds)
}

/* RE2's time is linear in the length of the text, whatever the pattern. */
function compile(pattern: string, caseSensitive: boolean): RE2JS {
  try {
    return RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const why = error.message.replace(/^error parsing regexp: /, '')
    throw new ExpectedFailure(
      failure('invalid', `This is no regular expression that Rolecall knows (RE2): ${why}.`, {
        kind: 'correct-input',
        field: 'text',
      }),
    )
  }
}

function literalFinder(wanted: Buffer, folds: boolean): TextFinder {
  const needle = folds ? Buffer.from(folded(wanted)) : wanted
  return {
    slots: slotsOf(needle),
    find(text, continued, report) {
      if (needle.includes(LF)) return
      const hay = folds ? folded(text) : text
      const walk = new LineWalk(text, 0)
      for (let hit = hay.indexOf(needle); hit !== -1; ) {
        walk.to(hit)
        const { passed, start, end } = walk
        const isShown =
          hit - start >= LONGEST_PREFIX ||
          (passed === 0 && continued) ||
          hit >= textStart(text, start, lineEnd(text, start, end))
        if (isShown) report(passed)
        hit = hay.indexOf(needle, isShown ? end : hit + 1)
      }
    },
  }
}

function expressionFinder(pattern: RE2JS): TextFinder {
  return {
    slots: null,
    find(text, continued, report) {
      let from = 0
      for (let line = 0; from < text.length; line += 1) {
        const feed = feedFrom(text, from)
        const end = lineEnd(text, from, feed)
        const start = line === 0 && continued ? from : textStart(text, from, end)
        if (pattern.test(text.toString('utf8', start, end))) report(line)
        from = feed + 1
      }
    },
  }
}
