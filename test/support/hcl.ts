/** An expression of Terraform's language, as far as an export writes any. */
export type Expression =
  | { kind: 'value'; value: string | number | boolean | null }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'object'; entries: [string, Expression][] }
  | { kind: 'reference'; path: string }
  | { kind: 'call'; name: string; args: Expression[] }

export interface Block {
  type: string
  labels: string[]
  attributes: Map<string, Expression>
  blocks: Block[]
}

/**
 * Reads HCL by its native syntax specification, as far as an export goes, and refuses all else: an interpolation in a
 * text is refused, too, because an export has to escape it.
 */
export function parseHcl(text: string): Block[] {
  const reader = new Reader(text)
  const { blocks, attributes } = reader.body(true)
  if (attributes.size > 0) throw new Error('An attribute stands outside of any block.')
  return blocks
}

class Reader {
  private at = 0

  constructor(private readonly text: string) {}

  body(isFile: boolean): Pick<Block, 'attributes' | 'blocks'> {
    const attributes: Block['attributes'] = new Map()
    const blocks: Block[] = []
    for (;;) {
      this.skip(/(?:\s|#[^\n]*(?:\n|$))*/y)
      if (isFile && this.at === this.text.length) return { attributes, blocks }
      if (!isFile && this.take(/\}/y) !== null) return { attributes, blocks }
      const name = this.need(/[A-Za-z][\w-]*/y)
      if (this.take(/[ \t]*=[ \t]*/y) !== null) {
        if (attributes.has(name)) throw this.wrong(`${name} is set twice`)
        attributes.set(name, this.expression())
        this.need(/[ \t]*(?:\n|(?=\}))/y)
      } else blocks.push(this.block(name))
    }
  }

  private block(type: string): Block {
    const labels: string[] = []
    this.skip(/[ \t]*/y)
    while (this.peek(/"/y)) {
      labels.push(this.quoted())
      this.skip(/[ \t]*/y)
    }
    this.need(/\{/y)
    return { type, labels, ...this.body(false) }
  }

  private expression(): Expression {
    if (this.peek(/"/y)) return { kind: 'value', value: this.quoted() }
    if (this.peek(/<</y)) return { kind: 'value', value: this.heredoc() }
    const number = this.take(/-?\d+(?:\.\d+)?/y)
    if (number !== null) return { kind: 'value', value: Number(number) }
    if (this.take(/\[/y) !== null) return { kind: 'list', items: this.items(/\]/y) }
    if (this.take(/\{/y) !== null) return this.object()
    const path = this.need(/[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/y)
    if (this.take(/\(/y) !== null) return { kind: 'call', name: path, args: this.items(/\)/y) }
    const words: Record<string, boolean | null> = { true: true, false: false, null: null }
    return path in words ? { kind: 'value', value: words[path] ?? null } : { kind: 'reference', path }
  }

  private items(end: RegExp): Expression[] {
    const items: Expression[] = []
    for (;;) {
      this.skip(/\s*/y)
      if (this.take(end) !== null) return items
      items.push(this.expression())
      this.skip(/\s*,?/y)
    }
  }

  private object(): Expression {
    const entries: [string, Expression][] = []
    for (;;) {
      this.skip(/\s*/y)
      if (this.take(/\}/y) !== null) return { kind: 'object', entries }
      const key = this.peek(/"/y) ? this.quoted() : this.need(/[A-Za-z_][\w-]*/y)
      this.need(/[ \t]*=[ \t]*/y)
      entries.push([key, this.expression()])
      this.need(/[ \t]*(?:\n|,|(?=\}))/y)
    }
  }

  private quoted(): string {
    this.need(/"/y)
    const inner = this.need(/(?:[^"\\\n]|\\.)*/y)
    this.need(/"/y)
    const plain = this.literal(inner)
    return plain.replace(/\\(u([0-9a-f]{4})|.)/g, (whole, letter: string, code?: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      const meant = ({ n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' } as Record<string, string>)[letter]
      if (meant === undefined) throw this.wrong(`${whole} is no escape`)
      return meant
    })
  }

  private heredoc(): string {
    const end = this.need(/<<(?=\w)/y) && this.need(/\w+/y)
    this.need(/\n/y)
    const from = this.at
    const close = new RegExp(`^[ \\t]*${end}$`, 'm')
    const found = close.exec(this.text.slice(from))
    if (!found) throw this.wrong(`${end} does not end`)
    this.at = from + found.index + found[0].length
    return this.literal(this.text.slice(from, from + found.index))
  }

  /** `$${` is `${`; a `${` of its own would be an expression. */
  private literal(text: string): string {
    if (/(?<![$])\$\{|(?<![%])%\{/.test(text)) throw this.wrong('a text holds an expression')
    return text.replace(/([$%])\1\{/g, '$1{')
  }

  private peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    return pattern.test(this.text)
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at += found[0].length
    return found ? found[0] : null
  }

  private skip(pattern: RegExp): void {
    this.take(pattern)
  }

  private need(pattern: RegExp): string {
    const found = this.take(pattern)
    if (found === null) throw this.wrong(`no ${pattern.source}`)
    return found
  }

  private wrong(what: string): Error {
    const line = this.text.slice(0, this.at).split('\n').length
    return new Error(`Line ${line}: ${what} at ${JSON.stringify(this.text.slice(this.at, this.at + 60))}`)
  }
}
