import { isCollection, isMap, isNode, isScalar, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { endOf, entryBelow, lineEndOf, replaced, type Splice, startOf } from './splice'

/** One `key: value` of a new step, the value as it is written; a nested one has entries of its own. */
export type StepEntry = [key: string, value: string | [key: string, value: string][], comment?: string]

/** Puts a step before the `index`th of a list, in the list's own style; null where the place is not found. */
export function stepBefore(
  text: string,
  steps: YAMLSeq,
  index: number,
  entries: readonly StepEntry[],
): Splice[] | null {
  const item = steps.items[index]
  if (item === undefined) return null
  if (steps.flow) {
    const start = startOf(item)
    return [{ start, end: start, insert: `${inFlow(entries)}, ` }]
  }
  const dash = dashBefore(text, startOf(item))
  if (dash === null) return null
  const at = aboveComments(text, dash.line, ' '.repeat(dash.indent))
  const lineEnd = lineEndOf(text)
  // Steps that stand apart go on standing apart.
  const isApart = index > 0 && /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, at))
  const lines = [...inBlock(entries, dash.indent), ...(isApart ? [''] : [])]
  return [{ start: at, end: at, insert: lines.map((line) => line + lineEnd).join('') }]
}

/** The line on which an item's dash stands, and how far it is indented. */
function dashBefore(text: string, start: number): { line: number; indent: number } | null {
  for (let end = start; end > 0; ) {
    const line = text.lastIndexOf('\n', end - 1) + 1
    const dash = /^(\uFEFF?[ \t]*)-(?:\s|$)/.exec(text.slice(line, start))
    if (dash) return { line, indent: dash[1]?.length ?? 0 }
    if (line === 0) return null
    end = line - 1
  }
  return null
}

/** Comments right above a step are about that step. */
function aboveComments(text: string, line: number, indent: string): number {
  let at = line
  while (at > 0) {
    const above = text.lastIndexOf('\n', at - 2) + 1
    if (!text.slice(above, at).startsWith(`${indent}#`)) return at
    at = above
  }
  return at
}

function inBlock(entries: readonly StepEntry[], indent: number): string[] {
  const pad = ' '.repeat(indent)
  return entries.flatMap(([key, value, comment], index) => {
    const lead = `${pad}${index === 0 ? '- ' : '  '}${key}:`
    const tail = comment === undefined ? '' : ` # ${comment}`
    if (typeof value === 'string') return [`${lead} ${value}${tail}`]
    return [lead, ...value.map(([name, text]) => `${pad}    ${name}: ${text}`)]
  })
}

function inFlow(entries: readonly StepEntry[]): string {
  const written = entries.map(([key, value]) =>
    typeof value === 'string'
      ? `${key}: ${quoted(value)}`
      : `${key}: { ${value.map(([name, text]) => `${name}: ${quoted(text)}`).join(', ')} }`,
  )
  return `{ ${written.join(', ')} }`
}

/** Braces, brackets and commas end a plain scalar in flow style. */
function quoted(text: string): string {
  return /[{}[\],]/.test(text) && !/^["']/.test(text) ? JSON.stringify(text) : text
}

/** The source of an entry's value; null where it spans lines or carries an anchor, which cannot be repeated. */
export function sourceOf(text: string, { value }: Pair): string | null {
  if (!isNode(value) || isCollection(value)) return null
  if (isScalar(value) && value.anchor !== undefined) return null
  const source = text.slice(startOf(value), endOf(text, value))
  return source === '' || source.includes('\n') ? null : source
}

/** The comment behind an entry on its line, without its sign; undefined where there is none. */
export function commentOf(text: string, pair: Pair): string | undefined {
  const end = endOf(text, pair)
  const rest = text.slice(end, text.indexOf('\n', end) === -1 ? undefined : text.indexOf('\n', end))
  return /^[ \t]+#[ \t]?(.*?)\r?$/.exec(rest)?.[1]
}

/** The entry of a mapping under a key in any case, as the runner compares the inputs of actions. */
export function inputPair(map: YAMLMap, name: string): Pair | null {
  return map.items.find(({ key }) => isScalar(key) && String(key.value).toLowerCase() === name) ?? null
}

/** Sets an input of a step in its `with`; null where it has none that can be edited. */
export function inputSplice(text: string, step: YAMLMap, name: string, value: string): Splice | null {
  const given = inputPair(step, 'with')?.value
  if (!isMap(given) || given.items.length === 0) return null
  const before = inputPair(given, name)
  if (before === null) return entryBelow(text, given, [`${name}: ${value}`])
  return isScalar(before.value) ? replaced(text, before.value, value) : null
}
