/** Cuts a text at each place where `wanted` is; the odd parts are the places. */
export function cutAt(text: string, wanted: string, caseSensitive = false): string[] {
  if (wanted === '') return [text]
  const parts: string[] = []
  const lower = caseSensitive ? text : text.toLowerCase()
  const target = caseSensitive ? wanted : wanted.toLowerCase()
  let from = 0
  for (let at = lower.indexOf(target); at >= 0; at = lower.indexOf(target, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + wanted.length))
    from = at + wanted.length
  }
  return [...parts, text.slice(from)]
}

/** A stretch of text, with the address that it leads to where it is one. */
export interface Stretch {
  text: string
  href: string | null
}

/* What ends a sentence or closes a bracket around an address is no part of it. */
const ADDRESS = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g

/** Cuts a text at the addresses in it. */
export function linksIn(text: string): Stretch[] {
  if (!text.includes('://')) return [{ text, href: null }]
  const parts: Stretch[] = []
  let at = 0
  for (const match of text.matchAll(ADDRESS)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), href: null })
    parts.push({ text: match[0], href: match[0] })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null })
  return parts
}

/** How a line's time is shown. */
export type Stamps = 'none' | 'absolute' | 'relative'

/** A line's time as it is shown: in UTC to the millisecond, or since the log began; empty where it has none. */
export function stampText(at: string | null, began: string | null, stamps: Stamps): string {
  if (at === null || stamps === 'none') return ''
  if (stamps === 'absolute') return at.replace('T', ' ').replace('Z', '').slice(0, 23)
  const passed = (Date.parse(at) - Date.parse(began ?? at)) / 1000
  const minutes = Math.floor(passed / 60)
  const seconds = (passed - minutes * 60).toFixed(3).padStart(6, '0')
  return `+${String(minutes).padStart(2, '0')}:${seconds}`
}

/** Lines that an address points to, such as `10` or `10-20`. */
export interface LineRange {
  from: number
  to: number
}

/** The range behind `10`, `10-20`, `L10` or `L10-L20`; null for anything else. */
export function parseRange(text: string | null): LineRange | null {
  const [, first, last] = /^L?(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(text ?? '') ?? []
  if (first === undefined) return null
  const from = Number(first)
  const to = Number(last ?? first)
  return from < 1 || to < 1 ? null : { from: Math.min(from, to), to: Math.max(from, to) }
}

/** The range as an address says it. */
export function rangeText({ from, to }: LineRange): string {
  return from === to ? `L${from}` : `L${from}-L${to}`
}
