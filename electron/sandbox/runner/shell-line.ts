/** One command of a script: words without quotes, variables replaced. */
export interface ShellCommand {
  /** `NAME=value` before the command. */
  assignments: Record<string, string>
  words: string[]
}

/** A command of a script and what stands between it and the next one. */
export interface ScriptPart {
  source: string
  /** `\n`, `;`, `|`, `&&`, `||`; empty after the last. */
  separator: string
}

/** Splits a script at lines, `&&`, `||`, `;` and pipes; it knows no loops, no branches and no functions. */
export function partsOf(script: string): ScriptPart[] {
  const text = script.replace(/\\\n\s*/g, ' ')
  const parts: ScriptPart[] = []
  let current = ''
  let quote = ''
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? ''
    if (quote === '' && (char === '"' || char === "'")) quote = char
    else if (char === quote) quote = ''
    const separator = quote === '' ? separatorAt(text, i) : ''
    if (separator === '') {
      current += char
      continue
    }
    parts.push({ source: current.trim(), separator })
    current = ''
    i += separator.length - 1
  }
  parts.push({ source: current.trim(), separator: '' })
  return parts.filter(({ source }) => source !== '' && !source.startsWith('#'))
}

function separatorAt(text: string, at: number): string {
  const two = text.slice(at, at + 2)
  if (two === '&&' || two === '||') return two
  const one = text[at] ?? ''
  return one === '\n' || one === ';' || one === '|' ? one : ''
}

const WORD = /(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/g

/** Takes one command apart; `$NAME` and `${NAME}` are replaced where `bash` replaces them. */
export function readCommand(command: string, env: Record<string, string>): ShellCommand {
  const words = (command.match(WORD) ?? []).map((word) => unquoted(word, env))
  const assignments: Record<string, string> = {}
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) {
    const [name = '', ...value] = (words.shift() ?? '').split('=')
    assignments[name] = value.join('=')
  }
  return { assignments, words }
}

function unquoted(word: string, env: Record<string, string>): string {
  return word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|([^'"]+)/g, (_, raw, quoted, bare) => {
    if (raw !== undefined) return raw
    return substituted(quoted === undefined ? bare : quoted.replace(/\\(["\\])/g, '$1'), env)
  })
}

function substituted(text: string, env: Record<string, string>): string {
  return text.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (_, braced, fallback, plain) => {
    return env[braced ?? plain] || (fallback ?? '')
  })
}

/** The value of `--name value` or `--name=value`; null where it is not given. */
export function optionOf(words: string[], ...names: string[]): string | null {
  for (const [index, word] of words.entries()) {
    const [name = '', ...rest] = word.split('=')
    if (!names.includes(name)) continue
    return rest.length > 0 ? rest.join('=') : (words[index + 1] ?? null)
  }
  return null
}
