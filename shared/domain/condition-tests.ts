import { matchesArn } from './arn-pattern'
import { inIpRange } from './ip-range'
import { matchesValue, type VariableLookup } from './wildcard'

/** Whether one value of a request meets one value of a policy; null when the two cannot be compared. */
export type ConditionTest = (wanted: string, actual: string, lookup: VariableLookup | null) => boolean | null

/** What an operator tests, and whether it wants the opposite. */
export interface ConditionRule {
  test: ConditionTest
  negated: boolean
}

const text =
  (wildcards: boolean, ignoreCase: boolean): ConditionTest =>
  (wanted, actual, lookup) =>
    matchesValue(wanted, actual, { lookup, wildcards, ignoreCase })

/** A value of a request that is no truth value matches neither `true` nor `false`. */
const bool: ConditionTest = (wanted, actual) =>
  /^(?:true|false)$/i.test(wanted) ? wanted.toLowerCase() === actual.toLowerCase() : null

type Comparison = (actual: number, wanted: number) => boolean

const compared =
  (read: (written: string) => number | null, compare: Comparison): ConditionTest =>
  (wanted, actual) => {
    const [limit, value] = [read(wanted), read(actual)]
    return limit === null || value === null ? null : compare(value, limit)
  }

const binary: ConditionTest = (wanted, actual) => {
  const bytes = decodeBase64(wanted)
  return bytes === null ? null : bytes === String.fromCharCode(...new TextEncoder().encode(actual))
}

const COMPARISONS: readonly [name: string, compare: Comparison, negated: boolean][] = [
  ['equals', (actual, wanted) => actual === wanted, false],
  ['notequals', (actual, wanted) => actual === wanted, true],
  ['lessthan', (actual, wanted) => actual < wanted, false],
  ['lessthanequals', (actual, wanted) => actual <= wanted, false],
  ['greaterthan', (actual, wanted) => actual > wanted, false],
  ['greaterthanequals', (actual, wanted) => actual >= wanted, false],
]

/** The operators of IAM by their names in lower case, but for `Null` (IAM user guide, condition operators). */
export const CONDITION_RULES: ReadonlyMap<string, ConditionRule> = new Map<string, ConditionRule>([
  ['stringequals', { test: text(false, false), negated: false }],
  ['stringnotequals', { test: text(false, false), negated: true }],
  ['stringequalsignorecase', { test: text(false, true), negated: false }],
  ['stringnotequalsignorecase', { test: text(false, true), negated: true }],
  ['stringlike', { test: text(true, false), negated: false }],
  ['stringnotlike', { test: text(true, false), negated: true }],
  ['arnequals', { test: matchesArn, negated: false }],
  ['arnlike', { test: matchesArn, negated: false }],
  ['arnnotequals', { test: matchesArn, negated: true }],
  ['arnnotlike', { test: matchesArn, negated: true }],
  ...comparisons('numeric', numberOf),
  ...comparisons('date', secondsOf),
  ['bool', { test: bool, negated: false }],
  ['binaryequals', { test: binary, negated: false }],
  ['ipaddress', { test: inIpRange, negated: false }],
  ['notipaddress', { test: inIpRange, negated: true }],
])

function comparisons(
  kind: string,
  read: (written: string) => number | null,
): [name: string, rule: ConditionRule][] {
  return COMPARISONS.map(([name, compare, negated]) => [
    `${kind}${name}`,
    { test: compared(read, compare), negated },
  ])
}

/** An integer or a decimal. */
function numberOf(written: string): number | null {
  return /^[+-]?\d+(?:\.\d+)?$/.test(written) ? Number(written) : null
}

const ISO_DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/

/**
 * A date in one of W3C's forms of ISO 8601, or in seconds of the epoch. A number of four digits is a year in the
 * one and an hour of 1970 in the other: it is read as the year.
 */
function secondsOf(written: string): number | null {
  const [date, , , day] = ISO_DATE.exec(written) ?? []
  if (date === undefined) return /^\d{5,}$/.test(written) ? Number(written) : null
  const milliseconds = Date.parse(date)
  if (Number.isNaN(milliseconds)) return null
  // `Date.parse` carries the 30th of February over into March.
  if (day !== undefined && new Date(Date.parse(date.slice(0, 10))).getUTCDate() !== Number(day)) return null
  return milliseconds / 1000
}

/** The bytes as a string of characters below U+0100; null where the text is not base 64. */
function decodeBase64(encoded: string): string | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) return null
  return atob(encoded)
}
