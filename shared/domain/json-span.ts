/** Where a value stands in a JSON text: `end` is exclusive. `value` is what it means. */
export type JsonSpan = { start: number; end: number; value: unknown } & (
  | { kind: 'object'; members: JsonMember[] }
  | { kind: 'array'; elements: JsonSpan[] }
  | { kind: 'scalar' }
)

/** One member of an object; `start` is where its key begins, `colon` the text between key and value. */
export interface JsonMember {
  key: string
  start: number
  colon: string
  span: JsonSpan
}

const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y
const SPACE = /\s*/y

/** Takes a JSON text apart by position. The text must be valid: whoever asks has parsed it before. */
export function jsonSpans(text: string): JsonSpan {
  return valueAt(text, afterSpace(text, 0))
}

function valueAt(text: string, start: number): JsonSpan {
  if (text[start] === '{') return objectAt(text, start)
  if (text[start] === '[') return arrayAt(text, start)
  const end = start + scalarAt(text, start).length
  return { kind: 'scalar', start, end, value: JSON.parse(text.slice(start, end)) }
}

function objectAt(text: string, start: number): JsonSpan {
  const members: JsonMember[] = []
  let at = afterSpace(text, start + 1)
  while (text[at] !== '}') {
    const raw = scalarAt(text, at)
    const keyEnd = at + raw.length
    const begins = afterSpace(text, afterSpace(text, keyEnd) + 1)
    const span = valueAt(text, begins)
    members.push({ key: String(JSON.parse(raw)), start: at, colon: text.slice(keyEnd, begins), span })
    at = afterComma(text, span.end)
  }
  const value = Object.fromEntries(members.map(({ key, span }) => [key, span.value]))
  return { kind: 'object', start, end: at + 1, value, members }
}

function arrayAt(text: string, start: number): JsonSpan {
  const elements: JsonSpan[] = []
  let at = afterSpace(text, start + 1)
  while (text[at] !== ']') {
    const element = valueAt(text, at)
    elements.push(element)
    at = afterComma(text, element.end)
  }
  return { kind: 'array', start, end: at + 1, value: elements.map(({ value }) => value), elements }
}

function scalarAt(text: string, at: number): string {
  SCALAR.lastIndex = at
  const found = SCALAR.exec(text)?.[0]
  if (found === undefined) throw new SyntaxError(`No JSON value stands at ${at}.`)
  return found
}

function afterComma(text: string, at: number): number {
  const next = afterSpace(text, at)
  return text[next] === ',' ? afterSpace(text, next + 1) : next
}

function afterSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  return at + (SPACE.exec(text)?.[0].length ?? 0)
}
