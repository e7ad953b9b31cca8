/** One character of a pattern, or `*` (any run of characters), or `?` (any one character). */
export type PatternPart = { kind: 'literal'; character: string } | { kind: 'any' } | { kind: 'one' }

/** Finds the value of a policy variable such as `aws:username`; null when the request has none. */
export type VariableLookup = (key: string) => string | null

const VARIABLE = /\$\{([^}]*)\}/g
/** `${*}`, `${?}` and `${$}` stand for the characters themselves (IAM user guide, policy variables). */
const SPECIAL = new Set(['*', '?', '$'])
const WITH_DEFAULT = /^([^,]+?)\s*,\s*'(.*)'$/

/** Whether IAM would expand a `*` or `?` in this text. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text.replaceAll(/\$\{[*?$]\}/g, ''))
}

/** Writes a text so that IAM reads no variable into it; `*` and `?` keep their meaning. */
export function withoutVariables(text: string): string {
  return text.replaceAll(/\$(?=\{)/g, '$${$$}')
}

/**
 * Reads a value of a policy as a pattern. With `lookup` null, `${…}` is plain text: policies before version
 * 2012-10-17 have no variables. Null when a variable has no value: nothing can be concluded from such a pattern.
 */
export function parsePattern(
  text: string,
  lookup: VariableLookup | null,
  wildcards: boolean,
): PatternPart[] | null {
  if (!lookup) return partsOf(text, wildcards)
  const parts: PatternPart[] = []
  let from = 0
  for (const match of text.matchAll(VARIABLE)) {
    const value = variableValue(match[1] ?? '', lookup)
    if (value === null) return null
    parts.push(...partsOf(text.slice(from, match.index), wildcards), ...partsOf(value, false))
    from = match.index + match[0].length
  }
  return [...parts, ...partsOf(text.slice(from), wildcards)]
}

/** Whether the whole of `text` fits the pattern. Takes time linear in each, however many `*` there are. */
export function matchesPattern(parts: readonly PatternPart[], text: string, ignoreCase = false): boolean {
  const characters = Array.from(ignoreCase ? text.toLowerCase() : text)
  const fits = (part: PatternPart | undefined, character: string) =>
    part?.kind === 'one' ||
    (part?.kind === 'literal' && (ignoreCase ? part.character.toLowerCase() : part.character) === character)
  let at = 0
  let part = 0
  let retry: { part: number; at: number } | null = null
  while (at < characters.length) {
    if (fits(parts[part], characters[at] ?? '')) {
      at++
      part++
    } else if (parts[part]?.kind === 'any') {
      retry = { part, at }
      part++
    } else if (retry) {
      retry = { part: retry.part, at: retry.at + 1 }
      at = retry.at
      part = retry.part + 1
    } else return false
  }
  return parts.slice(part).every((rest) => rest.kind === 'any')
}

/** How a value of a policy is compared. */
export interface Comparison {
  /** Null before version 2012-10-17, whose documents have no variables. */
  lookup: VariableLookup | null
  wildcards: boolean
  ignoreCase?: boolean
}

/** Whether `text` fits a value of a policy; null when a variable in it has no value. */
export function matchesValue(
  value: string,
  text: string,
  { lookup, wildcards, ignoreCase = false }: Comparison,
): boolean | null {
  if (isPlain(value)) return sameText(value, text, ignoreCase)
  const pattern = parsePattern(value, lookup, wildcards)
  return pattern && matchesPattern(pattern, text, ignoreCase)
}

/** Whether a value is written out, as most are: it needs no pattern, and a fleet has tens of thousands of them. */
export function isPlain(value: string): boolean {
  return !/[*?$]/.test(value)
}

function sameText(a: string, b: string, ignoreCase: boolean): boolean {
  return ignoreCase ? a.toLowerCase() === b.toLowerCase() : a === b
}

/** Whether `text` fits a pattern in which only `*` and `?` are special. */
export function matchesWildcard(pattern: string, text: string, ignoreCase = false): boolean {
  if (isPlain(pattern)) return sameText(pattern, text, ignoreCase)
  return matchesPattern(partsOf(pattern, true), text, ignoreCase)
}

function partsOf(text: string, wildcards: boolean): PatternPart[] {
  return Array.from(text, (character) => {
    if (wildcards && character === '*') return { kind: 'any' }
    if (wildcards && character === '?') return { kind: 'one' }
    return { kind: 'literal', character }
  })
}

function variableValue(body: string, lookup: VariableLookup): string | null {
  if (SPECIAL.has(body)) return body
  const [, key, otherwise] = WITH_DEFAULT.exec(body) ?? []
  return lookup((key ?? body).trim().toLowerCase()) ?? otherwise ?? null
}
