import { data } from '@actions/expressions'
import { truthy } from '@actions/expressions/result'
import { mentionsOf } from './expression/collect'
import { type Evaluated, evaluate, parseExpression, type World } from './expression/evaluate'
import { scanParts } from './expression/scan'

const CONTEXTS = ['vars', 'secrets', 'env', 'inputs', 'github', 'needs', 'steps'] as const

/** The contexts that a lookup can be asked for. */
export type ExpressionContext = (typeof CONTEXTS)[number]

/**
 * The value of `context.name`; a nested name comes as a path (`needs`, `build.outputs.arn`). An empty string is
 * what GitHub gives for a name that is not set; null means that the value cannot be known before a run.
 * A boolean is for an input of that type, since the text `false` is true to GitHub.
 */
export type Lookup = (context: ExpressionContext, name: string) => string | boolean | null

/** A name that an expression reads. */
export interface Read {
  context: ExpressionContext
  name: string
}

/** `value` is the best that can be said when `known` is false: what is unknown counts as empty. */
export interface Resolved {
  value: string
  known: boolean
  /** What was read on the way to the value; a branch that was not taken is not in it. */
  reads: Read[]
}

/** How the steps or jobs before went: what `success()` and its kin answer. */
export type StatusSoFar = 'success' | 'failure' | 'cancelled'

const STATUS_FUNCTIONS: readonly string[] = ['success', 'failure', 'cancelled', 'always']

/** Resolves a scalar of a workflow: plain text, `${{ … }}`, or a mixture. */
export function resolveExpression(text: string, lookup: Lookup): Resolved {
  const reads: Read[] = []
  const parts = scanParts(text).map((part) => {
    if (part.kind === 'text') return { value: part.text, known: true }
    const { value, known } = evaluateSource(part.source, lookup, 'success', reads)
    return { value: value.coerceString(), known }
  })
  return {
    value: parts.map(({ value }) => value).join(''),
    known: parts.every(({ known }) => known),
    reads,
  }
}

/** Whether an `if:` lets a step or job run; where it asks for no status, GitHub adds `success() &&`. */
export function evaluateIf(text: string, lookup: Lookup, status: StatusSoFar = 'success') {
  const parts = scanParts(text.trim())
  const [only] = parts
  const source = parts.length === 1 && only?.kind === 'expression' ? only.source : text
  const { value, known } = evaluateSource(source, lookup, status, [])
  const holds = truthy(value) && (status === 'success' || asksForStatus(source))
  return { holds, known }
}

/** The names that a scalar's `${{ … }}` read, whichever way their conditions would go. */
export function readsOfText(text: string): Read[] {
  return scanParts(text).flatMap((part) => (part.kind === 'expression' ? readsOfExpression(part.source) : []))
}

/** The names that a bare expression reads, whichever way its conditions would go. */
export function readsOfExpression(source: string): Read[] {
  const expression = parseExpression(source)
  if (expression === null) return []
  return mentionsOf(expression).paths.flatMap(([context = '', ...rest]) =>
    isContext(context) ? { context, name: rest.join('.') } : [],
  )
}

function asksForStatus(source: string): boolean {
  const expression = parseExpression(source)
  return (
    expression !== null && mentionsOf(expression).functions.some((name) => STATUS_FUNCTIONS.includes(name))
  )
}

function evaluateSource(source: string, lookup: Lookup, status: StatusSoFar, reads: Read[]): Evaluated {
  const expression = parseExpression(source)
  if (expression === null) return { value: new data.Null(), known: false }
  const world: World = {
    read(context, name) {
      if (!isContext(context)) return { value: new data.Null(), known: false }
      reads.push({ context, name })
      return evaluated(lookup(context, name))
    },
    call: (name) =>
      STATUS_FUNCTIONS.includes(name) ? evaluated(name === 'always' || name === status) : null,
  }
  return evaluate(expression, world)
}

function evaluated(value: string | boolean | null): Evaluated {
  if (value === null) return { value: new data.Null(), known: false }
  return {
    value: typeof value === 'boolean' ? new data.BooleanData(value) : new data.StringData(value),
    known: true,
  }
}

function isContext(context: string): context is ExpressionContext {
  return CONTEXTS.some((name) => name === context)
}
