import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml'
import type { ParseError } from '../observation'

/** A node of a workflow file with its 1-based position; aliases are replaced by what they stand for. */
export type Tree = Scalar | Mapping | Sequence

/** `text` is the value as written, decoded from quotes and block style; null for YAML's null. */
export interface Scalar {
  kind: 'scalar'
  text: string | null
  line: number
}
export interface Mapping {
  kind: 'mapping'
  entries: Entry[]
  line: number
}
export interface Sequence {
  kind: 'sequence'
  items: Tree[]
  line: number
}
/** One `key: value`; `line` is where the value begins on, or the key's line when the value is empty. */
export interface Entry {
  key: string
  keyLine: number
  value: Tree
}

/** More than any real workflow has; aliases of aliases ("billion laughs") would otherwise exhaust memory. */
const MOST_NODES = 50_000

/** A `Tree`, or where the text is not YAML. */
export type ReadYaml = { ok: true; tree: Tree } | { ok: false; errors: ParseError[] }

const TOO_DEEP = 'The file is nested too deeply to be a workflow.'

/** Reads YAML into a `Tree`, or says where it is not YAML. */
export function readYaml(text: string): ReadYaml {
  if (nestsTooDeeply(text)) return refused(TOO_DEEP)
  try {
    return readDocument(text)
  } catch (thrown) {
    // The YAML library recurses, and so runs out of stack where a file nests thousands of levels.
    if (!(thrown instanceof RangeError)) throw thrown
    return refused(TOO_DEEP)
  }
}

/** More than any real workflow has on one line, and far less than exhausts the stack. */
const MOST_LEVELS = 200

/** Whether a line opens levels without end: V8 aborts the process where the stack ends inside a regular expression. */
function nestsTooDeeply(text: string): boolean {
  return text.split(/[\r\n]+/).some((line) => {
    const indicators = /^(?:\s*[-?]\s)*/.exec(line)?.[0].match(/[-?]/g)?.length ?? 0
    return (
      indicators > MOST_LEVELS ||
      (line.match(/[[{]/g)?.length ?? 0) - (line.match(/[\]}]/g)?.length ?? 0) > MOST_LEVELS
    )
  })
}

/** Where the YAML library's own words help nobody. */
const SAYS: { [code in ErrorCode]?: string } = {
  MULTIPLE_DOCS: 'A workflow file holds one YAML document: remove the ---.',
  RESOURCE_EXHAUSTION: TOO_DEEP,
}

function readDocument(text: string): ReadYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  if (document.errors.length > 0) {
    const errors = document.errors.map(({ pos, code, message }) => {
      const { line, col } = lines.linePos(pos[0])
      const says = SAYS[code] ?? message
      return { line: Math.max(line, 1), column: Math.max(col, 1), message: says }
    })
    return { ok: false, errors }
  }
  if (document.contents === null) return refused('The file is empty.')
  const reader = new TreeReader(document, lines)
  const tree = reader.read(document.contents, 1)
  return reader.refusal === null ? { ok: true, tree } : { ok: false, errors: [reader.refusal] }
}

function refused(message: string): ReadYaml {
  return { ok: false, errors: [{ line: 1, column: 1, message }] }
}

class TreeReader {
  refusal: ParseError | null = null
  private nodes = 0
  private readonly open = new Set<Node>()

  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  read(node: unknown, parentLine: number): Tree {
    const line = this.lineOf(node) ?? parentLine
    this.nodes += 1
    if (this.nodes > MOST_NODES) this.refuse(line, 'The file is too large to be a workflow.')
    if (this.refusal !== null) return { kind: 'scalar', text: null, line }
    if (isAlias(node)) return this.readAlias(node.resolve(this.document), line)
    if (isMap(node)) {
      return { kind: 'mapping', line, entries: node.items.map((pair) => this.readEntry(pair, line)) }
    }
    if (isSeq(node)) {
      return { kind: 'sequence', line, items: node.items.map((item) => this.read(item, line)) }
    }
    return { kind: 'scalar', text: scalarText(node), line }
  }

  private readEntry(pair: { key: unknown; value: unknown }, parentLine: number): Entry {
    const keyLine = this.lineOf(pair.key) ?? parentLine
    if (!isScalar(pair.key)) this.refuse(keyLine, 'A key must be a plain word.')
    return { key: scalarText(pair.key) ?? '', keyLine, value: this.read(pair.value, keyLine) }
  }

  private readAlias(target: Node | undefined, line: number): Tree {
    if (target === undefined || this.open.has(target)) {
      this.refuse(line, 'An alias refers to itself.')
      return { kind: 'scalar', text: null, line }
    }
    this.open.add(target)
    const tree = this.read(target, line)
    this.open.delete(target)
    return tree
  }

  private refuse(line: number, message: string): void {
    this.refusal ??= { line, column: 1, message }
  }

  private lineOf(node: unknown): number | null {
    const start = (node as Node | null | undefined)?.range?.[0]
    return start === undefined ? null : this.lines.linePos(start).line
  }
}

function scalarText(node: unknown): string | null {
  if (!isScalar(node) || node.value === null || node.value === undefined) return null
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}

/** The value under `key`, or null where there is none or the node is no mapping. */
export function child(tree: Tree | null, key: string): Tree | null {
  if (tree?.kind !== 'mapping') return null
  return tree.entries.find((entry) => entry.key === key)?.value ?? null
}

/** The entries of a mapping; none for anything else. */
export function entriesOf(tree: Tree | null): Entry[] {
  return tree?.kind === 'mapping' ? tree.entries : []
}

/** The text of a scalar; null for anything else. */
export function textOf(tree: Tree | null): string | null {
  return tree?.kind === 'scalar' ? tree.text : null
}

/** A scalar or a sequence of scalars as a list; empty for anything else. */
export function listOf(tree: Tree | null): string[] {
  if (tree?.kind === 'sequence') return tree.items.flatMap((item) => textOf(item) ?? [])
  const single = textOf(tree)
  return single === null ? [] : [single]
}

/** A mapping of scalars as a record, with the line of each value under `prefix.key`. */
export function recordOf(tree: Tree | null, prefix: string) {
  const values: Record<string, string> = {}
  const lines: Record<string, number> = {}
  for (const { key, value } of entriesOf(tree)) {
    if (value.kind !== 'scalar') continue
    values[key] = value.text ?? ''
    lines[prefix === '' ? key : `${prefix}.${key}`] = value.line
  }
  return { values, lines }
}
