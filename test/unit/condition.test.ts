import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateConditions } from '../../shared/domain/condition'
import { matchesWildcard } from '../../shared/domain/wildcard'

/** Evaluates one condition on the key `k:k`, which has these values; undefined: the key is absent. */
function verdict(operator: string, wanted: string | string[], actual: string | string[] | undefined) {
  const values = [wanted].flat()
  const present = actual === undefined ? undefined : [actual].flat()
  const [result] = evaluateConditions([{ operator, key: 'K:k', values }], (key) =>
    key === 'k:k' ? present : undefined,
  )
  return result
}

const holds = (...args: Parameters<typeof verdict>) => verdict(...args)?.holds

describe('condition operators (IAM user guide, condition operators)', () => {
  it.each([
    ['StringEquals', 'main', 'main', true],
    ['StringEquals', 'main', 'Main', false],
    ['StringEquals', 'repo:o/r:*', 'repo:o/r:ref:refs/heads/main', false],
    ['StringEquals', '*', '*', true],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringNotEquals', 'main', 'main', false],
    ['StringNotEquals', 'main', 'dev', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringEqualsIgnoreCase', 'Acme/Web', 'acme/web', true],
    ['StringEqualsIgnoreCase', 'acme/*', 'acme/web', false],
    ['StringNotEqualsIgnoreCase', 'MAIN', 'main', false],
    ['StringLike', 'repo:o/r:*', 'repo:o/r:ref:refs/heads/main', true],
    ['StringLike', 'repo:o/r:*', 'repo:O/r:ref:refs/heads/main', false],
    ['StringLike', 'repo:o/r:*', 'repo:o/r', false],
    ['StringLike', '*', '', true],
    ['StringLike', 'v?', 'v1', true],
    ['StringLike', 'v?', 'v', false],
    ['StringLike', 'v?', 'v10', false],
    ['StringLike', 'a.c', 'abc', false],
    ['StringNotLike', 'refs/heads/*', 'refs/heads/main', false],
    ['StringNotLike', 'refs/heads/*', 'refs/tags/v1', true],
    [
      'ArnEquals',
      'arn:aws:bedrock:*:111122223333:inference-profile/eu.*',
      'arn:aws:bedrock:eu-west-2:111122223333:inference-profile/eu.x',
      true,
    ],
    [
      'ArnLike',
      'arn:aws:bedrock:*:inference-profile/*',
      'arn:aws:bedrock:eu-west-2:111122223333:inference-profile/eu.x',
      false,
    ],
    ['ArnLike', 'arn:aws:bedrock:*', 'arn:aws:bedrock:eu-west-2:111122223333:inference-profile/eu.x', false],
    ['ArnLike', 'arn:aws:x:::a/*', 'arn:aws:x:::a/b:c', true],
    ['ArnNotEquals', 'arn:aws:iam::*:role/ci', 'arn:aws:iam::1:role/ci', false],
    ['ArnNotLike', 'arn:aws:iam::*:role/ci', 'arn:aws:iam::1:role/other', true],
    ['Bool', 'true', 'true', true],
    ['Bool', 'True', 'true', true],
    ['Bool', 'false', 'true', false],
    ['Bool', '1', '1', false],
  ])('%s %j against %j: %s', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected)
  })

  it.each([
    ['StringEquals', false],
    ['StringLike', false],
    ['StringEqualsIgnoreCase', false],
    ['ArnLike', false],
    ['Bool', false],
    ['StringNotEquals', true],
    ['StringNotLike', true],
    ['StringNotEqualsIgnoreCase', true],
    ['ArnNotEquals', true],
    ['ArnNotLike', true],
    ['StringEqualsIfExists', true],
    ['StringLikeIfExists', true],
    ['StringNotEqualsIfExists', true],
    ['BoolIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAllValues:StringNotLike', true],
    ['ForAllValues:StringLikeIfExists', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringEqualsIfExists', false],
  ])('%s on an absent key: %s', (operator, expected) => {
    expect(verdict(operator, 'true', undefined)).toMatchObject({ holds: expected, unsupported: false })
    if (operator.startsWith('For')) expect(holds(operator, 'true', [])).toBe(expected)
  })

  it.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], false],
    ['ForAnyValue:StringLike', ['a*'], ['b', 'ab'], true],
    ['ForAnyValue:StringLike', ['a*'], ['b', 'c'], false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
  ])('%s %j against the set %j: %s', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected)
  })

  it('asks by Null whether the key is there', () => {
    expect(holds('Null', 'true', undefined)).toBe(true)
    expect(holds('Null', 'true', 'x')).toBe(false)
    expect(holds('Null', 'false', 'x')).toBe(true)
    expect(holds('Null', 'false', undefined)).toBe(false)
  })

  it('compares the names of keys without case', () => {
    const [result] = evaluateConditions(
      [{ operator: 'StringEquals', key: 'TOKEN.actions.githubusercontent.com:SUB', values: ['x'] }],
      (key) => (key === 'token.actions.githubusercontent.com:sub' ? ['x'] : undefined),
    )
    expect(result?.holds).toBe(true)
  })

  it.each(['StringMatches', 'BinaryNotEquals', 'NullIfExists', 'ForSomeValues:StringEquals', ''])(
    'never lets %j hold, and reports it',
    (operator) => {
      expect(verdict(operator, 'true', 'true')).toMatchObject({ holds: false, unsupported: true })
      expect(verdict(operator, 'true', undefined)).toMatchObject({ holds: false, unsupported: true })
    },
  )

  it('does not decide for a key with several values without a set operator', () => {
    expect(verdict('StringEquals', 'a', ['a', 'b'])).toMatchObject({ holds: false, unsupported: true })
    expect(verdict('StringNotEquals', 'c', ['a', 'b'])).toMatchObject({ holds: false, unsupported: true })
  })

  it('concludes nothing from an ARN pattern with too few parts, not even that it does not match', () => {
    expect(verdict('ArnNotLike', '*', 'arn:aws:iam::1:role/ci')).toMatchObject({
      holds: false,
      unsupported: true,
    })
  })

  it('lets a negated operator without values never hold', () => {
    expect(verdict('StringNotEquals', [], 'x')).toMatchObject({ holds: false, unsupported: true })
  })
})

describe('policy variables (IAM user guide, policy variables)', () => {
  const context = (key: string) => ({ 'aws:username': ['j*n'], k: ['home/j*n'] })[key]
  const evaluate = (value: string, actual: string, variables = true) =>
    evaluateConditions(
      [{ operator: 'StringLike', key: 'a', values: [value] }],
      (key) => (key === 'a' ? [actual] : context(key)),
      { variables },
    )[0]

  it('puts in the value of the request, in which a star is only a star', () => {
    expect(evaluate(`home/\${aws:username}`, 'home/j*n')?.holds).toBe(true)
    expect(evaluate(`home/\${aws:username}`, 'home/john')?.holds).toBe(false)
  })

  it(`takes \${*} and \${?} for the characters, and a default where the key is absent`, () => {
    expect(evaluate(`a\${*}`, 'a*')?.holds).toBe(true)
    expect(evaluate(`a\${*}`, 'ab')?.holds).toBe(false)
    expect(evaluate(`\${aws:PrincipalTag/team, 'none'}`, 'none')?.holds).toBe(true)
  })

  it('concludes nothing from a variable without a value', () => {
    expect(evaluate(`\${aws:PrincipalTag/team}`, '')).toMatchObject({ holds: false, unsupported: true })
  })

  it('has no variables in documents before 2012-10-17', () => {
    expect(evaluate(`\${aws:username}`, `\${aws:username}`, false)?.holds).toBe(true)
  })
})

describe('wildcards', () => {
  it('match as a regular expression of the same meaning does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 })
    fc.assert(
      fc.property(pattern, text, (wanted, actual) => {
        const same = new RegExp(`^${wanted.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`)
        expect(matchesWildcard(wanted, actual)).toBe(same.test(actual))
      }),
    )
  })

  it('answer at once where a backtracking matcher would hang', () => {
    expect(matchesWildcard(`${'*a'.repeat(60)}b`, 'a'.repeat(4000))).toBe(false)
  })
})
