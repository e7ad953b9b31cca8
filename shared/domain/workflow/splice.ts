import { isCollection, isNode, isPair, isScalar, type Pair, type YAMLMap } from 'yaml'

/** Replaces `text[start, end)` by `insert`. */
export interface Splice {
  start: number
  end: number
  insert: string
}

/** Applies splices that do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce((edited, { start, end, insert }) => edited.slice(0, start) + insert + edited.slice(end), text)
}

/** New lines below the line that holds `offset`, with the file's own line ends. */
export function linesBelow(text: string, offset: number, lines: readonly string[]): Splice {
  const newline = text.indexOf('\n', offset)
  const end = newline === -1 ? text.length : newline
  const at = text[end - 1] === '\r' && end > offset ? end - 1 : end
  const lineEnd = lineEndOf(text)
  return { start: at, end: at, insert: lines.map((line) => lineEnd + line).join('') }
}

/** The file's own line end. */
export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

/** The entry of a mapping under a plain key. */
export function pairOf(map: YAMLMap, key: string): Pair | null {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null
}

/** Where a node or entry begins. */
export function startOf(node: unknown): number {
  if (isPair(node)) return startOf(node.key)
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0
}

/** The offset after the last character of a node or entry, without the blank space and comments that follow it. */
export function endOf(text: string, node: unknown): number {
  if (isPair(node))
    return isEmpty(node.value) ? colonAfter(text, endOf(text, node.key)) : endOf(text, node.value)
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(text, node.items.at(-1))
  const start = startOf(node)
  const end = (isNode(node) ? node.range?.[1] : undefined) ?? start
  // A block scalar's range takes in the line breaks below it.
  return start + text.slice(start, end).trimEnd().length
}

function isEmpty(value: unknown): boolean {
  return !isNode(value) || (isScalar(value) && value.range?.[0] === value.range?.[1])
}

function colonAfter(text: string, offset: number): number {
  const colon = text.indexOf(':', offset)
  return colon === -1 ? offset : colon + 1
}

/** How far the entries of a block mapping are indented. */
export function indentOf(text: string, map: YAMLMap): string {
  const start = startOf(map.items[0])
  return ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
}

/** Replaces a node by other text. */
export function replaced(text: string, node: unknown, insert: string): Splice {
  return { start: startOf(node), end: endOf(text, node), insert }
}

/** New entries at the end of a mapping that has some, in its own style. */
export function entryBelow(text: string, map: YAMLMap, entries: readonly string[]): Splice {
  const end = endOf(text, map.items.at(-1))
  if (map.flow) return { start: end, end, insert: entries.map((entry) => `, ${entry}`).join('') }
  const indent = indentOf(text, map)
  return linesBelow(
    text,
    end,
    entries.map((entry) => `${indent}${entry}`),
  )
}

/** A new first entry of a mapping in flow style that has some. */
export function entryFirst(map: YAMLMap, entry: string): Splice {
  const start = startOf(map.items[0])
  return { start, end: start, insert: `${entry}, ` }
}
