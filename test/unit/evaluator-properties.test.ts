import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateConditions } from '../../shared/domain/condition'
import { inIpRange } from '../../shared/domain/ip-range'
import { parsePolicy } from '../../shared/domain/policy-document'
import { evaluateTrust } from '../../shared/domain/trust-policy'
import { matchesWildcard } from '../../shared/domain/wildcard'

/* Laws that the IAM user guide implies, against oracles that share nothing with the evaluator. */

const ISSUER = 'token.actions.githubusercontent.com'
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`

function holds(operator: string, values: string[], actual: string[] | undefined): boolean {
  const [verdict] = evaluateConditions([{ operator, key: 'k', values }], () => actual)
  expect(verdict?.unsupported).toBe(false)
  return verdict?.holds === true
}

const word = fc.string({ unit: fc.constantFrom('a', 'B', ':', '/', '.', '+', '('), maxLength: 6 })
const pattern = fc.string({ unit: fc.constantFrom('a', 'B', ':', '/', '.', '*', '?'), maxLength: 6 })
const words = fc.array(word, { minLength: 1, maxLength: 3 })
const number = fc.integer({ min: -50, max: 50 }).map(String)
const date = fc
  .integer({ min: 1_500_000_000, max: 1_500_000_100 })
  .chain((at) => fc.constantFrom(String(at), new Date(at * 1000).toISOString()))
const address = fc
  .tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 3 })))
  .map((n) => n.join('.'))

/** A value of a request, values of a policy, and the positive operator that compares them. */
const comparison = fc.oneof(
  ...['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'].map((operator) =>
    fc.record({
      operator: fc.constant(operator),
      actual: word,
      wanted: fc.array(operator === 'StringLike' ? pattern : word, { minLength: 1, maxLength: 3 }),
    }),
  ),
  fc.record({
    operator: fc.constant('NumericEquals'),
    actual: number,
    wanted: fc.array(number, { minLength: 1 }),
  }),
  fc.record({ operator: fc.constant('DateEquals'), actual: date, wanted: fc.array(date, { minLength: 1 }) }),
  fc.record({
    operator: fc.constant('IpAddress'),
    actual: address,
    wanted: fc.array(
      fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([a, prefix]) => `${a}/${prefix}`),
      { minLength: 1 },
    ),
  }),
)

function negation(operator: string): string {
  return operator === 'IpAddress' ? 'NotIpAddress' : operator.replace(/(Equals|Like)/, 'Not$1')
}

describe('operators', () => {
  it('of strings agree with JavaScript’s own comparison and regular expressions', () => {
    const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    const expression = (text: string) =>
      new RegExp(`^${quoted(text).replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]')}$`)
    fc.assert(
      fc.property(word, pattern, (actual, wanted) => {
        expect(holds('StringEquals', [wanted], [actual])).toBe(wanted === actual)
        expect(holds('StringEqualsIgnoreCase', [wanted], [actual])).toBe(
          wanted.localeCompare(actual, 'en', { sensitivity: 'accent' }) === 0,
        )
        expect(holds('StringLike', [wanted], [actual])).toBe(expression(wanted).test(actual))
      }),
    )
  })

  it('of numbers and dates agree with JavaScript’s order', () => {
    const orders: [string, (a: number, b: number) => boolean][] = [
      ['Equals', (a, b) => a === b],
      ['LessThan', (a, b) => a < b],
      ['LessThanEquals', (a, b) => a <= b],
      ['GreaterThan', (a, b) => a > b],
      ['GreaterThanEquals', (a, b) => a >= b],
    ]
    const at = fc.integer({ min: 1_500_000_000, max: 1_500_000_010 })
    fc.assert(
      fc.property(at, at, fc.constantFrom(...orders), (a, b, [name, order]) => {
        expect(holds(`Numeric${name}`, [String(b)], [String(a)])).toBe(order(a, b))
        expect(holds(`Date${name}`, [new Date(b * 1000).toISOString()], [String(a)])).toBe(order(a, b))
      }),
    )
  })

  it('of addresses agree with counting bits one by one', () => {
    const bits = (text: string) =>
      text
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('')
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (a, b, prefix) => {
        expect(inIpRange(`${a}/${prefix}`, b)).toBe(bits(a).slice(0, prefix) === bits(b).slice(0, prefix))
      }),
    )
  })

  it('negated are the complement where the key is present', () => {
    fc.assert(
      fc.property(comparison, ({ operator, wanted, actual }) => {
        expect(holds(negation(operator), wanted, [actual])).toBe(!holds(operator, wanted, [actual]))
      }),
    )
  })

  it('with IfExists say the same where the key is present, and hold where it is not', () => {
    fc.assert(
      fc.property(comparison, fc.boolean(), ({ operator, wanted, actual }, negate) => {
        const base = negate ? negation(operator) : operator
        expect(holds(`${base}IfExists`, wanted, [actual])).toBe(holds(base, wanted, [actual]))
        expect(holds(`${base}IfExists`, wanted, undefined)).toBe(true)
      }),
    )
  })

  it('over sets are “every” and “some” of what they say to one value', () => {
    fc.assert(
      fc.property(
        words,
        words,
        fc.constantFrom('StringEquals', 'StringNotEquals'),
        (wanted, given, operator) => {
          const actual = given.map((value) => `${value}.`)
          const alone = actual.map((value) => holds(operator, wanted, [value]))
          expect(holds(`ForAllValues:${operator}`, wanted, actual)).toBe(alone.every(Boolean))
          expect(holds(`ForAnyValue:${operator}`, wanted, actual)).toBe(alone.some(Boolean))
        },
      ),
    )
  })

  it('take several values in any order, and one of them twice, alike', () => {
    fc.assert(
      fc.property(comparison, ({ operator, wanted, actual }) => {
        const once = holds(operator, wanted, [actual])
        expect(holds(operator, [...wanted].reverse(), [actual])).toBe(once)
        expect(holds(operator, [...wanted, ...wanted], [actual])).toBe(once)
        expect(once).toBe(wanted.some((value) => holds(operator, [value], [actual])))
      }),
    )
  })
})

const subject = fc.constantFrom(
  'repo:o/r:ref:refs/heads/main',
  'repo:o/r:pull_request',
  'repo:o/other:environment:x',
)
const subjectPattern = fc.constantFrom(
  'repo:o/r:*',
  'repo:o/*',
  '*',
  'repo:O/r:*',
  'repo:o/r:pull_request',
  'repo:?/r:*',
)

const statement = fc.record({
  Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  like: subjectPattern,
  negated: fc.boolean(),
  provider: fc.constantFrom(PROVIDER, 'accounts.google.com'),
})
type Drawn = typeof statement extends fc.Arbitrary<infer T> ? T : never

function decide(statements: Drawn[], sub: string) {
  const written = statements.map(({ Effect, like, negated, provider }) => ({
    Effect,
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { [negated ? 'StringNotLike' : 'StringLike']: { [`${ISSUER}:sub`]: like } },
  }))
  const parsed = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: written }))
  if (!parsed.ok) throw new Error(parsed.error)
  return evaluateTrust(parsed.policy, { providerArn: PROVIDER, claims: { sub } })
}

describe('decisions', () => {
  it('are those of a deny set and an allow set', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), subject, (statements, sub) => {
        const speaks = ({ like, negated, provider }: Drawn) =>
          provider === PROVIDER && matchesWildcard(like, sub) !== negated
        const denied = statements.some((each) => each.Effect === 'Deny' && speaks(each))
        const admitted = statements.some((each) => each.Effect === 'Allow' && speaks(each))
        const decision = decide(statements, sub)
        expect(decision.allowed).toBe(admitted && !denied)
        expect(decision.statements.map(({ applies }) => applies)).toEqual(statements.map(speaks))
        const decider = decision.decidedBy === null ? null : statements[decision.decidedBy]
        expect(decider?.Effect ?? null).toBe(denied ? 'Deny' : admitted ? 'Allow' : null)
      }),
    )
  })

  it('do not hang on the order of the statements', () => {
    const shuffled = fc
      .array(statement, { maxLength: 5 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(
      fc.property(shuffled, subject, ([statements, others], sub) => {
        expect(decide(others, sub).allowed).toBe(decide(statements, sub).allowed)
      }),
    )
  })

  it('name at least one clause wherever a statement does not apply, and none where it does', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), subject, (statements, sub) => {
        for (const { applies, failed } of decide(statements, sub).statements)
          expect(failed.length > 0).toBe(!applies)
      }),
    )
  })
})
