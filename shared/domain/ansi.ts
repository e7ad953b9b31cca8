import { applySgr, type Style, UNSTYLED } from './ansi-style'
import type { Span } from './log'

const ESC = String.fromCharCode(0x1b)
const BEL = String.fromCharCode(0x07)

/** Escape sequences: CSI, OSC up to BEL or ST, and the two-character ones. Each alternative stops at the next ESC. */
const ESCAPE = new RegExp(
  [
    `${ESC}\\[([0-?]*)[ -/]*([@-~])`,
    `${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?`,
    `${ESC}(?:[ -/]*[0-~])?`,
  ].join('|'),
  'g',
)

/** Splits one line at its SGR escapes (16, 256 and true colour); every other escape sequence is dropped. */
export function parseAnsi(text: string): Span[] {
  if (!text.includes(ESC)) return text === '' ? [] : [span(text, UNSTYLED)]
  const spans: Span[] = []
  let style = UNSTYLED
  let at = 0
  for (const match of text.matchAll(ESCAPE)) {
    if (match.index > at) append(spans, text.slice(at, match.index), style)
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '')
    at = match.index + match[0].length
  }
  if (at < text.length) append(spans, text.slice(at), style)
  return spans
}

/** The text without its escape sequences. */
export function stripAnsi(text: string): string {
  return text.includes(ESC) ? text.replace(ESCAPE, '') : text
}

function append(spans: Span[], text: string, style: Style): void {
  const next = span(text, style)
  const last = spans.at(-1)
  if (last !== undefined && sameStyle(last, next)) last.text += text
  else spans.push(next)
}

/** Inverse video has no field of its own: foreground and background change places. */
function span(text: string, { fg, bg, inverse, ...rest }: Style): Span {
  return inverse ? { text, fg: bg ?? 'ansi-0', bg: fg ?? 'ansi-7', ...rest } : { text, fg, bg, ...rest }
}

function sameStyle(a: Span, b: Span): boolean {
  return (
    a.fg === b.fg &&
    a.bg === b.bg &&
    a.bold === b.bold &&
    a.dim === b.dim &&
    a.italic === b.italic &&
    a.underline === b.underline
  )
}
