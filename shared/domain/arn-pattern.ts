import { isPlain, matchesValue, type VariableLookup } from './wildcard'

const COMPONENTS = 6

/**
 * Whether an ARN fits an ARN pattern: component by component, so that a `*` never reaches over a colon, except in
 * the last (IAM user guide, ArnLike). Null when nothing can be concluded: the pattern has fewer components than an
 * ARN, or a policy variable without a value.
 */
export function matchesArn(pattern: string, arn: string, lookup: VariableLookup | null): boolean | null {
  return matchesComponents(arnComponents(pattern), arnComponents(arn), lookup)
}

/**
 * Whether a `Resource` of a permission policy covers an ARN: `*`, or an ARN pattern in which missing trailing
 * components count as `*` (IAM user guide, Resource). Null for a policy variable without a value.
 */
export function coversResource(pattern: string, arn: string, lookup: VariableLookup | null): boolean | null {
  if (pattern === '*') return true
  const components = arnComponents(pattern)
  if (components[0] !== 'arn' || components.length < 3) return false
  if (components.length === COMPONENTS && isPlain(pattern)) return pattern === arn
  const completed = [...components, ...Array<string>(COMPONENTS - components.length).fill('*')]
  return matchesComponents(completed, arnComponents(arn), lookup)
}

/** Splits at colons outside `${…}`; the sixth component keeps its colons. */
function arnComponents(text: string): string[] {
  const components: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length && components.length < COMPONENTS - 1; at++) {
    const character = text.charAt(at)
    if (character === '$' && text.charAt(at + 1) === '{') depth++
    if (character === '}' && depth > 0) depth--
    if (character !== ':' || depth > 0) continue
    components.push(text.slice(from, at))
    from = at + 1
  }
  return [...components, text.slice(from)]
}

function matchesComponents(pattern: string[], arn: string[], lookup: VariableLookup | null): boolean | null {
  if (pattern.length !== COMPONENTS) return null
  if (arn.length !== COMPONENTS || arn[0] !== 'arn') return false
  const fits = pattern.map((component, index) =>
    matchesValue(component, arn[index] ?? '', { lookup, wildcards: true }),
  )
  return fits.includes(null) ? null : !fits.includes(false)
}
