/** A stretch of a scalar: plain text, or what stands between `${{` and `}}`. */
export type Part = { kind: 'text'; text: string } | { kind: 'expression'; source: string }

/** Splits a scalar at its `${{ … }}`; an unclosed one stays text. A `}}` inside a quoted string does not close. */
export function scanParts(text: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (;;) {
    const open = text.indexOf('${{', at)
    const close = open === -1 ? -1 : closing(text, open + 3)
    if (close === -1) break
    if (open > at) parts.push({ kind: 'text', text: text.slice(at, open) })
    parts.push({ kind: 'expression', source: text.slice(open + 3, close).trim() })
    at = close + 2
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}

function closing(text: string, from: number): number {
  let quoted = false
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === "'") quoted = !quoted
    else if (!quoted && text.startsWith('}}', i)) return i
  }
  return -1
}
