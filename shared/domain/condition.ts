import { CONDITION_RULES, type ConditionRule } from './condition-tests'
import type { Condition } from './policy-document'
import type { VariableLookup } from './wildcard'

/**
 * The values that a request has for a condition key (lower case): undefined when the key is absent, null when only
 * the request itself will tell.
 */
export type ConditionContext = (key: string) => string[] | undefined | null

/**
 * Whether one condition holds. `unsupported`: it could not be evaluated (an operator that IAM does not have, a value
 * of the wrong kind, a key or a policy variable without a known value); it then never holds, and a Deny must be taken
 * to apply.
 */
export interface ConditionVerdict {
  condition: Condition
  holds: boolean
  unsupported: boolean
}

/** An operator taken apart; `base` is in lower case. */
export interface Operator {
  qualifier: 'all' | 'any' | null
  base: string
  ifExists: boolean
}

/** Takes an operator apart. IAM's own spelling is not insisted on: what IAM has stored, it has accepted. */
export function parseOperator(operator: string): Operator {
  const [, all, any, rest = ''] = /^(?:(forallvalues:)|(foranyvalue:))?(.*)$/i.exec(operator) ?? []
  const ifExists = /ifexists$/i.test(rest)
  const base = (ifExists ? rest.slice(0, -'IfExists'.length) : rest).toLowerCase()
  return { qualifier: all ? 'all' : any ? 'any' : null, base, ifExists }
}

/** Whether an operator asks for a string by value: what narrows a trust policy down to somebody. */
export function asksForString(operator: string): boolean {
  return ['stringequals', 'stringlike', 'stringequalsignorecase'].includes(parseOperator(operator).base)
}

/** Evaluates each condition of a statement; `variables` false for documents before version 2012-10-17. */
export function evaluateConditions(
  conditions: Condition[],
  context: ConditionContext,
  { variables = true }: { variables?: boolean } = {},
): ConditionVerdict[] {
  const lookup = variables ? variableLookup(context) : null
  return conditions.map((condition) => {
    const actual = context(condition.key.toLowerCase())
    const holds = evaluate(condition.values, parseOperator(condition.operator), actual, lookup)
    return { condition, holds: holds ?? false, unsupported: holds === null }
  })
}

/** A multivalued key cannot be a policy variable (IAM user guide, policy variables). */
function variableLookup(context: ConditionContext): VariableLookup {
  return (key) => {
    const values = context(key)
    return values?.length === 1 ? (values[0] ?? null) : null
  }
}

/** Null: cannot be evaluated. */
function evaluate(
  wanted: string[],
  operator: Operator,
  actual: string[] | undefined | null,
  lookup: VariableLookup | null,
): boolean | null {
  if (actual === null) return null
  const present = actual !== undefined && actual.length > 0
  if (operator.base === 'null') return evaluateNull(wanted, operator, present)
  const rule = CONDITION_RULES.get(operator.base)
  if (!rule || wanted.length === 0) return null
  if (!present || isEmptySet(operator, actual)) return holdsWhenAbsent(operator, rule)
  const verdicts = actual.map((value) => holdsForValue(wanted, value, rule, lookup))
  if (operator.qualifier === 'all' && verdicts.includes(false)) return false
  if (operator.qualifier === 'any' && verdicts.includes(true)) return true
  if (verdicts.includes(null)) return null
  if (operator.qualifier !== null) return operator.qualifier === 'all'
  // Without a set operator IAM defines no result for a key with several values.
  return verdicts.length === 1 ? (verdicts[0] ?? null) : null
}

/** To a set operator, a key that holds nothing but empty strings has no values (IAM user guide, multivalued keys). */
function isEmptySet({ qualifier }: Operator, actual: readonly string[]): boolean {
  return qualifier !== null && actual.every((value) => value === '')
}

/** `ForAnyValue` is false without values whether or not `IfExists` follows. */
function holdsWhenAbsent({ qualifier, ifExists }: Operator, { negated }: ConditionRule): boolean {
  if (qualifier === 'all') return true
  if (qualifier === 'any') return false
  return ifExists || negated
}

/** Several wanted values: one must match (OR), or for a negated operator none (NOR). */
function holdsForValue(
  wanted: string[],
  actual: string,
  { test, negated }: ConditionRule,
  lookup: VariableLookup | null,
): boolean | null {
  const matches = wanted.map((value) => test(value, actual, lookup))
  if (matches.includes(true)) return !negated
  return matches.includes(null) ? null : negated
}

function evaluateNull(wanted: string[], operator: Operator, present: boolean): boolean | null {
  if (operator.qualifier || operator.ifExists) return null
  const values = wanted.map((value) => value.toLowerCase())
  if (values.length === 0 || !values.every((value) => value === 'true' || value === 'false')) return null
  return values.includes(present ? 'false' : 'true')
}
