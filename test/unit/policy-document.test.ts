import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../shared/domain/policy-document'

const SEED = `{
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "AllowBedrockInvoke",
    "Effect": "Allow",
    "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
    "Resource": "arn:aws:bedrock:*::foundation-model/anthropic.claude-*"
  }]
}`

describe('reading a policy document', () => {
  it('takes plain JSON and the URL-encoded form that IAM sends alike', () => {
    const plain = parsePolicy(SEED)
    expect(parsePolicy(encodeURIComponent(SEED))).toEqual(plain)
    expect(plain).toEqual({
      ok: true,
      policy: {
        version: '2012-10-17',
        statements: [
          {
            index: 0,
            sid: 'AllowBedrockInvoke',
            effect: 'Allow',
            principals: null,
            actions: {
              negated: false,
              values: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
            },
            resources: { negated: false, values: ['arn:aws:bedrock:*::foundation-model/anthropic.claude-*'] },
            conditions: [],
          },
        ],
      },
    })
  })

  it('takes one statement without brackets, NotAction, NotPrincipal, and values that are no strings', () => {
    const parsed = parsePolicy(
      JSON.stringify({
        Statement: {
          Effect: 'Deny',
          NotPrincipal: { AWS: ['arn:aws:iam::111122223333:root'], Federated: 'a' },
          NotAction: 'sts:TagSession',
          Condition: { Bool: { 'aws:SecureTransport': false }, Null: { 'x:y': [true] } },
        },
      }),
    )
    expect(parsed.ok && parsed.policy).toMatchObject({
      version: null,
      statements: [
        {
          principals: {
            negated: true,
            any: false,
            entries: [
              { kind: 'AWS', value: 'arn:aws:iam::111122223333:root' },
              { kind: 'Federated', value: 'a' },
            ],
          },
          actions: { negated: true, values: ['sts:TagSession'] },
          conditions: [
            { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
            { operator: 'Null', key: 'x:y', values: ['true'] },
          ],
        },
      ],
    })
  })

  it.each(['*', { AWS: '*' }])('reads the principal %j as anybody', (Principal) => {
    const parsed = parsePolicy(
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] }),
    )
    expect(parsed.ok && parsed.policy.statements[0]?.principals?.any).toBe(true)
  })

  const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
  it.each([
    ['no JSON', '{', 'not JSON'],
    ['a broken URL encoding', '%7B%ZZ', 'not JSON'],
    ['a list', '[]', 'the document'],
    ['no statement', '{"Version":"2012-10-17"}', 'Statement'],
    ['an unknown version', JSON.stringify({ Version: '2020-01-01', Statement: [] }), 'Version'],
    ['an effect in the wrong case', JSON.stringify({ Statement: [{ ...allow, Effect: 'allow' }] }), 'Effect'],
    ['neither Action nor NotAction', '{"Statement":[{"Effect":"Allow","Resource":"*"}]}', 'Action'],
    ['both of them', JSON.stringify({ Statement: [{ ...allow, NotAction: '*' }] }), 'NotAction'],
    [
      'a condition under a name that IAM does not know',
      JSON.stringify({ Statement: [{ ...allow, Conditions: {} }] }),
      'Conditions',
    ],
    [
      'a principal of an unknown kind',
      JSON.stringify({ Statement: [{ ...allow, Principal: { Web: '*' } }] }),
      'Principal',
    ],
  ])('refuses %s and says where', (_, text, where) => {
    const parsed = parsePolicy(text)
    expect(parsed.ok).toBe(false)
    expect(!parsed.ok && parsed.error).toContain(where)
  })

  it('refuses an element that stands twice, because one of the two would be lost', () => {
    const text =
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a:b":"1"},"StringEquals":{"c:d":"2"}}}}'
    expect(parsePolicy(text)).toEqual({
      ok: false,
      error: 'The policy document has the element "StringEquals" twice.',
    })
  })

  it('refuses a condition on the name that JavaScript would lose', () => {
    const text =
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"__proto__":"1"}}}}'
    expect(parsePolicy(text).ok).toBe(false)
  })

  it('is not misled by braces, quotes and colons inside strings', () => {
    const Sid = 'a":{"a":1},{'
    const parsed = parsePolicy(
      JSON.stringify({
        Statement: [
          { Sid, ...allow },
          { Sid, ...allow },
        ],
      }),
    )
    expect(parsed.ok && parsed.policy.statements.map((statement) => statement.sid)).toEqual([Sid, Sid])
  })
})
