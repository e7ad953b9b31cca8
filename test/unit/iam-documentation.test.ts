import { describe, expect, it } from 'vitest'
import { evaluateConditions } from '../../shared/domain/condition'
import { parsePolicy } from '../../shared/domain/policy-document'
import { acceptedByIam, evaluateTrust } from '../../shared/domain/trust-policy'

/*
 * What the IAM user guide (docs.aws.amazon.com/IAM/latest/UserGuide) says of policies, case by case. The title of each
 * table is the page and the section; the first column is what it says there. Examples of the guide stand as they are.
 */

type Wanted = string | string[]
type Actual = string | string[] | undefined
/** `unknown`: the guide gives no answer, so that the condition must neither grant nor be passed over. */
type Answer = true | false | 'unknown'
type Case = [says: string, operator: string, wanted: Wanted, actual: Actual, answer: Answer]

function answer(operator: string, wanted: Wanted, actual: Actual): Answer {
  const values = [wanted].flat()
  const present = actual === undefined ? undefined : [actual].flat()
  const known: Record<string, string[]> = { 'aws:username': ['johndoe'], 'aws:principaltag/team': ['yellow'] }
  const [verdict] = evaluateConditions([{ operator, key: 'service:Key', values }], (key) =>
    key === 'service:key' ? present : known[key],
  )
  return verdict?.unsupported ? 'unknown' : verdict?.holds === true
}

const CONDITIONS: Record<string, Case[]> = {
  'reference_policies_elements_condition_operators.html#Conditions_String': [
    ['StringEquals: exact matching', 'StringEquals', 'iamuser-admin', 'iamuser-admin', true],
    ['StringEquals: case sensitive', 'StringEquals', 'iamuser-admin', 'IAMUser-Admin', false],
    ['StringEquals: exact, so not a part', 'StringEquals', 'iamuser', 'iamuser-admin', false],
    ['StringEquals: no wildcards', 'StringEquals', 'iamuser-*', 'iamuser-admin', false],
    ['StringNotEquals: negated matching', 'StringNotEquals', 'iamuser-admin', 'iamuser-other', true],
    ['StringNotEquals: negated matching', 'StringNotEquals', 'iamuser-admin', 'iamuser-admin', false],
    ['StringEqualsIgnoreCase: ignoring case', 'StringEqualsIgnoreCase', 'IAMUser', 'iamuser', true],
    ['StringNotEqualsIgnoreCase: negated', 'StringNotEqualsIgnoreCase', 'IAMUser', 'iamuser', false],
    ['StringLike: case sensitive', 'StringLike', 'Home/*', 'home/x', false],
    ['StringLike: * of many characters', 'StringLike', 'home/*/x', 'home/a/b/x', true],
    ['StringLike: * of none', 'StringLike', 'home/*', 'home/', true],
    ['StringLike: ? of one', 'StringLike', 'home/?', 'home/a', true],
    ['StringLike: ? of one only', 'StringLike', 'home/?', 'home/ab', false],
    ['StringLike: without wildcards no partial match', 'StringLike', 'home', 'home/', false],
    ['StringLike: the example’s list, first value', 'StringLike', ['', 'home/', 'home/x/'], '', true],
    ['StringNotLike: negated', 'StringNotLike', 'home/*', 'home/x', false],
    ['StringNotLike: negated', 'StringNotLike', 'home/*', 'away/x', true],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_Numeric': [
    ['NumericLessThanEquals: the example, up to 10', 'NumericLessThanEquals', '10', '10', true],
    ['NumericLessThanEquals: the example, more', 'NumericLessThanEquals', '10', '11', false],
    ['compared as numbers, not as text', 'NumericLessThan', '10', '9', true],
    ['NumericEquals: matching', 'NumericEquals', '10', '10.0', true],
    ['NumericNotEquals: negated', 'NumericNotEquals', '10', '10', false],
    ['NumericLessThan: less', 'NumericLessThan', '10', '10', false],
    ['NumericGreaterThan: greater', 'NumericGreaterThan', '10', '10.5', true],
    ['NumericGreaterThanEquals: or equal', 'NumericGreaterThanEquals', '-1', '-1', true],
    ['“an integer or decimal value”', 'NumericEquals', 'ten', '10', 'unknown'],
    ['no policy variable', 'NumericEquals', '${aws:username}', '10', 'unknown'],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_Date': [
    [
      'DateGreaterThan: the example, issued in 2020',
      'DateGreaterThan',
      '2020-01-01T00:00:01Z',
      '2020-05-01T12:00:00Z',
      true,
    ],
    [
      'DateGreaterThan: the example, issued before',
      'DateGreaterThan',
      '2020-01-01T00:00:01Z',
      '2019-12-31T23:59:59Z',
      false,
    ],
    ['epoch (UNIX) time', 'DateLessThan', '1577836801', '2020-01-01T00:00:00Z', true],
    ['epoch (UNIX) time on the other side', 'DateEquals', '2020-01-01T00:00:00Z', '1577836800', true],
    ['W3C: with an offset', 'DateEquals', '2020-01-01T02:00:00+02:00', '2020-01-01T00:00:00Z', true],
    ['W3C: a day', 'DateLessThan', '2020-01-02', '2020-01-01T23:59:59Z', true],
    ['DateNotEquals: negated', 'DateNotEquals', '2020-01-01', '2020-01-01T00:00:00Z', false],
    ['DateLessThanEquals: at or before', 'DateLessThanEquals', '2020-01-01', '2020-01-01T00:00:00Z', true],
    [
      'DateGreaterThanEquals: at or after',
      'DateGreaterThanEquals',
      '2020-01-01',
      '2019-12-31T23:59:59.9Z',
      false,
    ],
    ['wildcards are not permitted', 'DateEquals', '2020-*', '2020-01-01', 'unknown'],
    ['“one of the W3C implementations”', 'DateEquals', '1 January 2020', '2020-01-01', 'unknown'],
    ['no such day', 'DateEquals', '2023-02-30', '2023-03-02', 'unknown'],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_Boolean': [
    ['Bool: the example, without TLS', 'Bool', 'false', 'false', true],
    ['Bool: the example, with TLS', 'Bool', 'false', 'true', false],
    ['the key compared to “true” or “false”', 'Bool', 'true', 'yes', false],
    ['only “true” or “false”', 'Bool', 'yes', 'yes', 'unknown'],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_BinaryEquals': [
    ['the example', 'BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'BinaryValueInBase64', true],
    ['byte for byte', 'BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'binaryValueInBase64', false],
    ['a base-64 encoded representation', 'BinaryEquals', 'no base 64', 'x', 'unknown'],
    ['there is no negated form', 'BinaryNotEquals', 'QQ==', 'B', 'unknown'],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_IPAddress': [
    ['the example’s first address', 'IpAddress', '203.0.113.0/24', '203.0.113.0', true],
    ['the example’s last address', 'IpAddress', '203.0.113.0/24', '203.0.113.255', true],
    ['outside of the range', 'IpAddress', '203.0.113.0/24', '203.0.114.0', false],
    ['a default prefix of /32', 'IpAddress', '203.0.113.7', '203.0.113.7', true],
    ['a default prefix of /32', 'IpAddress', '203.0.113.7', '203.0.113.8', false],
    ['IPv6, :: as a range of zeros', 'IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678::9', true],
    ['IPv6, outside', 'IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5679::9', false],
    [
      'IPv4 and IPv6 mixed in one list',
      'IpAddress',
      ['203.0.113.0/24', '2001:DB8:1234:5678::/64'],
      '2001:db8:1234:5678:1:2:3:4',
      true,
    ],
    ['NotIpAddress: all except the range', 'NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
    ['NotIpAddress: the range', 'NotIpAddress', '203.0.113.0/24', '203.0.113.9', false],
    ['the standard CIDR format', 'IpAddress', '203.0.113.0/33', '203.0.113.0', 'unknown'],
    ['the standard CIDR format', 'NotIpAddress', '203.0.113.*', '198.51.100.1', 'unknown'],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_ARN': [
    [
      'the example of a * that stays between colons',
      'ArnLike',
      'arn:aws:someservice:*:111122223333:finance/*',
      'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
      false,
    ],
    [
      'the same example with a string operator',
      'StringLike',
      'arn:aws:someservice:*:111122223333:finance/*',
      'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
      true,
    ],
    ['ArnEquals and ArnLike behave identically', 'ArnEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:1:t', true],
    ['ArnNotEquals is negated', 'ArnNotEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:1:t', false],
    ['ArnNotLike is negated', 'ArnNotLike', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:2:t', true],
    ['case-sensitive matching', 'ArnLike', 'arn:aws:sns:r:1:Topic', 'arn:aws:sns:r:1:topic', false],
    ['? of one character', 'ArnLike', 'arn:aws:sns:r:1:t?', 'arn:aws:sns:r:1:t1', true],
    [
      'policy variables',
      'ArnLike',
      'arn:aws:iam::1:user/${aws:username}',
      'arn:aws:iam::1:user/johndoe',
      true,
    ],
  ],
  'reference_policies_elements_condition_operators.html (a key that is not present)': [
    ['the values do not match', 'StringEquals', 'x', undefined, false],
    ['the values do not match', 'StringLike', '*', undefined, false],
    ['the values do not match', 'NumericLessThan', '1', undefined, false],
    ['the values do not match', 'DateGreaterThan', '2020-01-01', undefined, false],
    ['the values do not match', 'Bool', 'false', undefined, false],
    ['the values do not match', 'BinaryEquals', 'QQ==', undefined, false],
    ['the values do not match', 'IpAddress', '0.0.0.0/0', undefined, false],
    ['the values do not match', 'ArnLike', 'arn:aws:*:*:*:*', undefined, false],
    ['not matched is true', 'StringNotEquals', 'x', undefined, true],
    ['not matched is true', 'StringNotLike', '*', undefined, true],
    ['not matched is true', 'NumericNotEquals', '1', undefined, true],
    ['not matched is true', 'NotIpAddress', '0.0.0.0/0', undefined, true],
    ['not matched is true', 'ArnNotLike', 'arn:aws:*:*:*:*', undefined, true],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_IfExists': [
    ['the example, another type', 'StringLikeIfExists', ['t1.*', 't2.*', 'm3.*'], 'm5.large', false],
    ['the example, a listed type', 'StringLikeIfExists', ['t1.*', 't2.*', 'm3.*'], 't2.micro', true],
    ['not present: true', 'StringLikeIfExists', ['t1.*', 't2.*', 'm3.*'], undefined, true],
    ['not present: true', 'NumericLessThanIfExists', '1', undefined, true],
    ['a negated operator without the key, as for a Deny', 'StringNotEqualsIfExists', 'x', undefined, true],
    ['any operator but Null', 'NullIfExists', 'true', undefined, 'unknown'],
  ],
  'reference_policies_elements_condition_operators.html#Conditions_Null': [
    ['true: the key does not exist', 'Null', 'true', undefined, true],
    ['true: and here it does', 'Null', 'true', 'x', false],
    ['false: the key exists', 'Null', 'false', 'x', true],
    ['false: and here it does not', 'Null', 'false', undefined, false],
    ['either true or false', 'Null', 'maybe', 'x', 'unknown'],
  ],
  'reference_policies_condition-single-vs-multi-valued-context-keys.html': [
    ['ForAllValues: every value is in the list', 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues: one is not', 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues: true without keys', 'ForAllValues:StringEquals', ['a'], undefined, true],
    ['ForAllValues: true for an empty string', 'ForAllValues:StringEquals', ['a'], '', true],
    ['ForAnyValue: one is in the list', 'ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue: none is', 'ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
    ['ForAnyValue: false without keys', 'ForAnyValue:StringEquals', ['a'], undefined, false],
    ['ForAnyValue: false for an empty string', 'ForAnyValue:StringLike', ['*'], '', false],
    [
      'the DynamoDB example: only allowed attributes',
      'ForAllValues:StringLike',
      ['PostDateTime', 'Message', 'Tags'],
      ['PostDateTime', 'Message'],
      true,
    ],
    [
      'the DynamoDB example: one attribute more',
      'ForAllValues:StringLike',
      ['PostDateTime', 'Message', 'Tags'],
      ['PostDateTime', 'UserName'],
      false,
    ],
    [
      'the DynamoDB example of a Deny',
      'ForAnyValue:StringLike',
      ['ID', 'PostDateTime'],
      ['UserName', 'Message', 'PostDateTime'],
      true,
    ],
    ['several values require a set operator', 'StringEquals', 'a', ['a', 'b'], 'unknown'],
  ],
  'reference_policies_condition-logic-multiple-context-keys-or-values.html': [
    ['several values are an OR', 'StringEquals', ['a', 'b'], 'b', true],
    ['for a negated operator a NOR', 'StringNotEquals', ['a', 'b'], 'b', false],
    ['for a negated operator a NOR', 'StringNotEquals', ['a', 'b'], 'c', true],
    ['for a negated operator a NOR', 'NumericNotEquals', ['1', '2'], '2', false],
  ],
  'reference_policies_variables.html': [
    ['the value of the request is put in', 'StringLike', 'home/${aws:username}/*', 'home/johndoe/x', true],
    ['it is the value and no pattern', 'StringEquals', '${aws:username}', 'johndoe', true],
    ['key names are case-insensitive', 'StringEquals', '${AWS:UserName}', 'johndoe', true],
    ['tags are variables', 'StringEquals', '${aws:PrincipalTag/team}', 'yellow', true],
    ['a default value', 'StringEquals', "${aws:PrincipalTag/unit, 'company'}", 'company', true],
    [
      'a default value is not used where there is one',
      'StringEquals',
      "${aws:PrincipalTag/team, 'x'}",
      'x',
      false,
    ],
    ['${*} is the character', 'StringLike', 'a${*}', 'a*', true],
    ['${*} is the character', 'StringLike', 'a${*}', 'ab', false],
    ['${?} is the character', 'StringLike', 'a${?}', 'a?', true],
    ['${$} is the character', 'StringLike', '${$}{x}', '${x}', true],
    ['what cannot be resolved invalidates the statement', 'StringNotLike', '${aws:userid}', 'x', 'unknown'],
  ],
}

describe.each(Object.entries(CONDITIONS))('%s', (_, cases) => {
  it.each(cases)('%s: %s %j of %j: %s', (_says, operator, wanted, actual, expected) => {
    expect(answer(operator, wanted, actual)).toBe(expected)
  })
})

const ISSUER = 'token.actions.githubusercontent.com'
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`
const SUB = 'repo:octo-org/octo-repo:ref:refs/heads/main'
const CLAIMS = { sub: SUB, aud: 'sts.amazonaws.com', actor: 'octocat' }
const ALLOW = {
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringEquals: { [`${ISSUER}:sub`]: SUB } },
}

function trust(statements: object | object[], version: string | null = '2012-10-17') {
  const parsed = parsePolicy(JSON.stringify({ ...(version && { Version: version }), Statement: statements }))
  if (!parsed.ok) return { allowed: null, accepted: null, error: parsed.error }
  const { allowed } = evaluateTrust(parsed.policy, { providerArn: PROVIDER, claims: CLAIMS })
  return { allowed, accepted: acceptedByIam(parsed.policy).accepted, error: null }
}

describe('reference_policies_elements_principal.html, …_notprincipal.html', () => {
  it.each<[says: string, principal: object, allowed: boolean, accepted: boolean]>([
    ['a federated principal', { Principal: { Federated: PROVIDER } }, true, true],
    [
      'several principals are an OR',
      { Principal: { Federated: ['accounts.google.com', PROVIDER] } },
      true,
      true,
    ],
    [
      'another identity provider',
      { Principal: { Federated: 'cognito-identity.amazonaws.com' } },
      false,
      true,
    ],
    [
      'a SAML provider',
      { Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/x' } },
      false,
      true,
    ],
    ['all principals', { Principal: '*' }, true, true],
    ['{"AWS":"*"} is the same', { Principal: { AWS: '*' } }, true, true],
    ['an account', { Principal: { AWS: '123456789012' } }, false, true],
    ['an account by its ARN', { Principal: { AWS: 'arn:aws:iam::123456789012:root' } }, false, true],
    ['a service', { Principal: { Service: 'ec2.amazonaws.com' } }, false, true],
    ['kinds together', { Principal: { AWS: '123456789012', Federated: PROVIDER } }, true, true],
    ['no wildcard within an ARN', { Principal: { AWS: 'arn:aws:iam::*:root' } }, false, false],
    ['no wildcard within an ARN', { Principal: { Federated: PROVIDER.replace('1', '*') } }, false, false],
    ['a trust policy needs one', { Principal: undefined }, false, false],
    [
      'NotPrincipal is for Deny',
      { Principal: undefined, NotPrincipal: { AWS: '999999999999' } },
      false,
      false,
    ],
  ])('%s: %j', (_, principal, allowed, accepted) => {
    expect(trust({ ...ALLOW, ...principal })).toMatchObject({ allowed, accepted })
  })

  /* “You cannot use the NotPrincipal element in … an IAM role trust policy”: what it means is evaluated all the same. */
  it.each<[says: string, principal: object, allowed: boolean, accepted: boolean]>([
    ['Deny of all but this provider', { NotPrincipal: { Federated: PROVIDER } }, true, false],
    ['Deny of all but an account', { NotPrincipal: { AWS: '123456789012' } }, false, false],
    ['Deny of everybody', { Principal: '*' }, false, true],
    ['Deny of an account', { Principal: { AWS: '123456789012' } }, true, true],
  ])('%s', (_, principal, allowed, accepted) => {
    const deny = { Effect: 'Deny', Action: 'sts:AssumeRoleWithWebIdentity', ...principal }
    expect(trust([ALLOW, deny])).toMatchObject({ allowed, accepted })
  })
})

describe('reference_policies_elements_action.html, …_notaction.html', () => {
  it.each<[says: string, action: object, allowed: boolean]>([
    ['the action', { Action: 'sts:AssumeRoleWithWebIdentity' }, true],
    ['names of actions are case-insensitive', { Action: 'STS:assumerolewithwebidentity' }, true],
    ['a list', { Action: ['sts:TagSession', 'sts:AssumeRoleWithWebIdentity'] }, true],
    ['* at the end', { Action: 'sts:AssumeRole*' }, true],
    ['* within', { Action: 'sts:*WebIdentity' }, true],
    ['? of one character', { Action: 'sts:AssumeRoleWithWebIdentit?' }, true],
    ['every action', { Action: '*' }, true],
    ['another action', { Action: 'sts:AssumeRole' }, false],
    ['NotAction of another', { Action: undefined, NotAction: 'sts:AssumeRole' }, true],
    ['NotAction of this one', { Action: undefined, NotAction: ['sts:AssumeRoleWith*'] }, false],
  ])('%s: %j', (_, action, allowed) => {
    expect(trust({ ...ALLOW, ...action }).allowed).toBe(allowed)
  })
})

describe('reference_policies_grammar.html, …_elements_version.html, …_elements_sid.html', () => {
  const like = (pattern: string) => ({ ...ALLOW, Condition: { StringLike: { [`${ISSUER}:sub`]: pattern } } })
  it.each<[says: string, statements: object | object[], version: string | null, accepted: boolean | null]>([
    ['brackets are optional for one statement', ALLOW, '2012-10-17', true],
    ['without a version it is 2008-10-17', ALLOW, null, true],
    ['2008-10-17', ALLOW, '2008-10-17', true],
    ['no other version', ALLOW, '2024-01-01', null],
    ['Effect is Allow or Deny', { ...ALLOW, Effect: 'allow' }, '2012-10-17', null],
    ['Action or NotAction, not both', { ...ALLOW, NotAction: 'sts:TagSession' }, '2012-10-17', null],
    ['no element of another name', { ...ALLOW, Conditions: {} }, '2012-10-17', null],
    [
      'Sids are unique',
      [
        { ...ALLOW, Sid: 'a' },
        { ...ALLOW, Sid: 'a' },
      ],
      '2012-10-17',
      false,
    ],
    ['a Sid has letters and digits', { ...ALLOW, Sid: 'Trust1' }, '2012-10-17', true],
    ['a Sid has letters and digits only', { ...ALLOW, Sid: 'trust_github' }, '2012-10-17', false],
    ['a trust policy speaks of roles', { ...ALLOW, Action: 'sts:GetCallerIdentity' }, '2012-10-17', false],
    ['of actions that there are', { ...ALLOW, Action: ['sts:AssumeRole*', 'sts:TagSessions'] }, null, false],
    ['and of the session', { ...ALLOW, Action: ['sts:AssumeRole*', 'sts:TagSession'] }, null, true],
    ['a statement at least', [], '2012-10-17', false],
    ['only operators of IAM', { ...ALLOW, Condition: { StringIs: { a: 'b' } } }, '2012-10-17', false],
    ['a trust policy has no Resource', { ...ALLOW, Resource: '*' }, '2012-10-17', false],
    [
      'numbers and Booleans need no quotes',
      { ...ALLOW, Condition: { ...ALLOW.Condition, Bool: { a: true } } },
      null,
      true,
    ],
  ])('%s', (_, statements, version, accepted) => {
    expect(trust(statements, version).accepted).toBe(accepted)
  })

  it('variables are text in a policy of 2008-10-17', () => {
    const open = like("repo:octo-org/${x:y, 'octo-repo'}:*")
    expect(trust(open, '2012-10-17').allowed).toBe(true)
    expect(trust(open, '2008-10-17').allowed).toBe(false)
    expect(trust(open, null).allowed).toBe(false)
  })
})

describe('reference_policies_evaluation-logic.html', () => {
  const deny = { ...ALLOW, Effect: 'Deny' }
  const other = { ...ALLOW, Condition: { StringEquals: { [`${ISSUER}:sub`]: 'repo:x/y:pull_request' } } }
  it.each<[says: string, statements: object[], allowed: boolean]>([
    ['by default all requests are denied', [other], false],
    ['an explicit allow overrides the default', [other, ALLOW], true],
    ['an explicit deny overrides any allow', [ALLOW, deny], false],
    ['whatever the order', [deny, ALLOW], false],
    ['a deny that does not apply denies nothing', [ALLOW, { ...other, Effect: 'Deny' }], true],
  ])('%s', (_, statements, allowed) => {
    expect(trust(statements).allowed).toBe(allowed)
  })
})

describe('reference_policies_iam-condition-keys.html, keys of AWS web identity federation', () => {
  it.each([
    ['sub', SUB, true],
    ['aud', 'sts.amazonaws.com', true],
    ['actor', 'octocat', true],
    ['repository_owner', 'octo-org', false],
    ['run_id', '1', false],
  ])('the claim %s has a key: %s', (claim, value, allowed) => {
    const condition = { StringEquals: { [`${ISSUER}:${claim}`]: value } }
    const parsed = parsePolicy(JSON.stringify({ Statement: { ...ALLOW, Condition: condition } }))
    const claims = { ...CLAIMS, [claim]: value }
    expect(parsed.ok && evaluateTrust(parsed.policy, { providerArn: PROVIDER, claims }).allowed).toBe(allowed)
  })
})
