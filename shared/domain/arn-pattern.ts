import { matchesPattern, type PatternPart, parsePattern, type VariableLookup } from './wildcard'

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
  const completed = [...components, ...Array<string>(COMPONENTS - components.length).fill('*')]
  return matchesComponents(completed, arnComponents(arn), lookup)
}

/** Splits at colons outside `${…}`; the sixth component keeps its colons. */
function arnComponents(text: string): string[] {
  const components = ['']
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (text.startsWith('${', at)) depth++
    if (character === '}' && depth > 0) depth--
    if (character === ':' && depth === 0 && components.length < COMPONENTS) components.push('')
    else components[components.length - 1] += character
  }
  return components
}

function matchesComponents(pattern: string[], arn: string[], lookup: VariableLookup | null): boolean | null {
  if (pattern.length !== COMPONENTS) return null
  if (arn.length !== COMPONENTS || arn[0] !== 'arn') return false
  const parsed = pattern.map((component) => parsePattern(component, lookup, true))
  if (!parsed.every((parts): parts is PatternPart[] => parts !== null)) return null
  return parsed.every((parts, index) => matchesPattern(parts, arn[index] ?? ''))
}
