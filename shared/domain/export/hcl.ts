/** A value of Terraform's language: what is written as it is, and what only an expression can say. */
export type HclValue =
  | string
  | number
  | boolean
  | null
  | { list: readonly string[] }
  /** A reference or a call, written as it stands. */
  | { expression: string }
  /** A document that `jsonencode` writes as JSON. */
  | { json: unknown }
  | { map: Readonly<Record<string, string>> }
  /** `merge(base, map)`: the base is an expression. */
  | { base: string; merged: Readonly<Record<string, string>> }

/** A block: `type "label" { … }`, with comments above it. */
export interface HclBlock {
  type: string
  labels: readonly string[]
  comments?: readonly string[]
  attributes: Readonly<Record<string, HclValue>>
  blocks?: readonly HclBlock[]
}

/** The file that holds these blocks, in Terraform's native syntax (HCL native syntax specification). */
export function hclFile(head: readonly string[], blocks: readonly HclBlock[]): string {
  return `${[comment(head, ''), ...blocks.map((block) => hclBlock(block, ''))].join('\n\n')}\n`
}

function hclBlock(
  { type, labels, comments = [], attributes, blocks = [] }: HclBlock,
  indent: string,
): string {
  const inner = `${indent}  `
  const head = [type, ...labels.map(quoted)].join(' ')
  const names = Object.keys(attributes)
  const width = Math.max(0, ...names.map((name) => name.length))
  const lines = Object.entries(attributes).map(
    ([name, value]) => `${inner}${name.padEnd(width)} = ${hclValue(value, inner)}`,
  )
  const nested = blocks.map((block) => hclBlock(block, inner))
  const body = [...lines, ...nested].join('\n')
  const above = comments.length > 0 ? `${comment(comments, indent)}\n` : ''
  return `${above}${indent}${head} {${body ? `\n${body}\n${indent}` : ''}}`
}

/* What is told may come from a cloud: a line of it must not end the comment. */
function comment(lines: readonly string[], indent: string): string {
  return lines
    .flatMap((line) => line.split(/[\r\n\u2028\u2029]+/))
    .map((line) => `${indent}#${line ? ` ${line}` : ''}`)
    .join('\n')
}

function hclValue(value: HclValue, indent: string): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return hclText(value)
  if ('expression' in value) return value.expression
  if ('json' in value) return `jsonencode(${jsonExpression(value.json, indent)})`
  if ('map' in value) return jsonExpression(value.map, indent)
  if ('base' in value) return `merge(${value.base}, ${jsonExpression(value.merged, indent)})`
  return `[${value.list.map(quoted).join(', ')}]`
}

/* JSON in Terraform's words; `jsonencode` gives the same document back, its keys sorted. */
function jsonExpression(value: unknown, indent: string): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const parts = value.map((one) => `${inner}${jsonExpression(one, inner)}`)
    return parts.length === 0 ? '[]' : `[\n${parts.join(',\n')}\n${indent}]`
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(
      ([key, part]) => `${inner}${keyText(key)} = ${jsonExpression(part, inner)}`,
    )
    return parts.length === 0 ? '{}' : `{\n${parts.join('\n')}\n${indent}}`
  }
  return typeof value === 'string' ? quoted(value) : String(value)
}

function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) && !RESERVED.has(key) ? key : quoted(key)
}

const RESERVED = new Set(['for', 'true', 'false', 'null'])

/** A text of several whole lines reads better as it is; `${` and `%{` would begin an expression. */
function hclText(text: string): string {
  const isWhole = /^[^\r\0]*\n[^\r\0]*\n$/.test(text) && !hasControls(text)
  if (!isWhole) return quoted(text)
  let end = 'EOT'
  while (text.split('\n').some((line) => line.trim() === end)) end += '_'
  return `<<${end}\n${escapeTemplate(text)}${end}`
}

function quoted(text: string): string {
  const escaped = escapeTemplate(text.replace(/["\\]/g, '\\$&'))
  return `"${escaped.replace(CONTROLS, control)}"`
}

function escapeTemplate(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be escaped.
const CONTROLS = /[\u0000-\u001f\u007f\u2028\u2029]/g

function hasControls(text: string): boolean {
  return text.replace(/[\n\t]/g, '').search(CONTROLS) >= 0
}

function control(letter: string): string {
  const short: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  return short[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
