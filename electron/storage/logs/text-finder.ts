import { RE2JS, RE2JSException } from 're2js'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { LogQuery } from '../../../shared/domain/log-query'
import { LF, lineEnd, textStart } from './line-bytes'
import { BLOCK_BYTES } from './log-form'
import { FOLD, type Slots, slotsOf } from './trigrams'

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
      let line = 0
      let from = 0
      for (let hit = hay.indexOf(needle); hit !== -1; ) {
        let feed = hay.indexOf(LF, from)
        for (; feed !== -1 && feed < hit; feed = hay.indexOf(LF, from)) {
          line += 1
          from = feed + 1
        }
        const end = feed === -1 ? hay.length : feed
        const start = line === 0 && continued ? 0 : textStart(text, from, lineEnd(text, from, end))
        const isShown = hit >= start
        if (isShown) report(line)
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
        const newline = text.indexOf(LF, from)
        const feed = newline === -1 ? text.length : newline
        const end = lineEnd(text, from, feed)
        const start = line === 0 && continued ? from : textStart(text, from, end)
        if (pattern.test(text.toString('utf8', start, end))) report(line)
        from = feed + 1
      }
    },
  }
}

/* One for all: half a MiB for each block would be garbage faster than it is collected. */
let scratch = Buffer.alloc(BLOCK_BYTES)

/** A text in small letters, as far as ASCII goes. It holds until the next call. */
function folded(text: Buffer): Buffer {
  if (scratch.length < text.length) scratch = Buffer.alloc(text.length)
  for (let index = 0; index < text.length; index += 1) scratch[index] = FOLD[text[index] ?? 0] ?? 0
  return scratch.subarray(0, text.length)
}
