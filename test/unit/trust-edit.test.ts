import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../shared/domain/policy-document'
import {
  acceptedByIam,
  admitSubjects,
  composeTrust,
  evaluateTrust,
  GITHUB_ISSUER_HOST,
  STS_AUDIENCE,
} from '../../shared/domain/trust-policy'

const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${GITHUB_ISSUER_HOST}`
const SUB = `${GITHUB_ISSUER_HOST}:sub`
const AUD = `${GITHUB_ISSUER_HOST}:aud`

const CLASSIC = 'repo:acme/web:ref:refs/heads/main'
const IMMUTABLE = 'repo:acme@11/web@22:ref:refs/heads/main'

const target = (...subjects: string[]) => ({
  providerArn: PROVIDER,
  issuerHost: GITHUB_ISSUER_HOST,
  audience: STS_AUDIENCE,
  subjects,
})

function trust(condition: object, other: object = {}) {
  return {
    Effect: 'Allow',
    Principal: { Federated: PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
    ...other,
  }
}
const doc = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const seed = (sub: string | string[]) =>
  trust({ StringEquals: { [AUD]: STS_AUDIENCE }, StringLike: { [SUB]: sub } })

function edited(document: string, ...subjects: string[]) {
  const edit = admitSubjects(document, target(...subjects))
  if (!edit.ok) throw new Error(edit.why)
  return JSON.parse(edit.document)
}

function admits(document: string, sub: string, aud = STS_AUDIENCE): boolean {
  const parsed = parsePolicy(document)
  return parsed.ok && evaluateTrust(parsed.policy, { providerArn: PROVIDER, claims: { sub, aud } }).allowed
}

describe('writing a trust policy', () => {
  it('asks for an exact subject by StringEquals', () => {
    expect(JSON.parse(composeTrust(target(IMMUTABLE)))).toEqual({
      Version: '2012-10-17',
      Statement: [trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: IMMUTABLE } })],
    })
  })

  it('asks by StringLike only where a subject has wildcards, and then in a statement of its own', () => {
    const text = composeTrust(target(IMMUTABLE, 'repo:acme@11/web@22:environment:*'))
    expect(JSON.parse(text).Statement).toEqual([
      trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: IMMUTABLE } }),
      trust({
        StringEquals: { [AUD]: STS_AUDIENCE },
        StringLike: { [SUB]: 'repo:acme@11/web@22:environment:*' },
      }),
    ])
    expect(admits(text, IMMUTABLE)).toBe(true)
    expect(admits(text, 'repo:acme@11/web@22:environment:prod')).toBe(true)
    expect(admits(text, 'repo:acme@11/web@22:pull_request')).toBe(false)
  })

  it('admits exactly the subjects that it was written for, whatever is in a branch name, and IAM takes it', () => {
    const branch = fc.string({
      unit: fc.constantFrom('a', 'B', '/', '-', '$', '{', '}', '%3A'),
      minLength: 1,
    })
    fc.assert(
      fc.property(branch, branch, (name, other) => {
        const subject = `repo:acme@11/web@22:ref:refs/heads/${name}`
        const text = composeTrust(target(subject))
        expect(admits(text, subject)).toBe(true)
        expect(admits(text, subject, 'https://github.com/acme')).toBe(false)
        expect(admits(text, `repo:acme@11/web@22:ref:refs/heads/${other}`)).toBe(name === other)
        const parsed = parsePolicy(text)
        expect(parsed.ok && acceptedByIam(parsed.policy)).toEqual({ accepted: true })
      }),
    )
  })
})

describe('editing a trust policy', () => {
  it('leaves a document alone that admits the subjects already, byte for byte', () => {
    const document = ` ${doc(seed('repo:acme/web:*'))}\n`
    expect(admitSubjects(document, target(CLASSIC))).toEqual({ ok: true, document })
  })

  it('counts the claims that it is told of, and those that the subject repeats', () => {
    const more = {
      [`${GITHUB_ISSUER_HOST}:repository_id`]: '22',
      [`${GITHUB_ISSUER_HOST}:ref`]: 'refs/heads/main',
    }
    const document = doc(trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: CLASSIC, ...more } }))
    const claims = { repository_id: '22' }
    expect(admitSubjects(document, { ...target(CLASSIC), claims })).toEqual({ ok: true, document })
    expect(edited(document, CLASSIC).Statement).toHaveLength(2)
  })

  it('keeps the guards of a statement that it renews, where they hold for every token of the repository', () => {
    const guard = { [`${GITHUB_ISSUER_HOST}:repository_id`]: '22' }
    const sub = 'repo:acme/web:ref:refs/heads/dev'
    const document = doc(trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: sub, ...guard } }))
    const edit = admitSubjects(document, { ...target(CLASSIC), claims: { repository_id: '22' } })
    expect(edit.ok && JSON.parse(edit.document).Statement).toEqual([
      trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: [sub, CLASSIC], ...guard } }),
    ])
  })

  it('leaves a clause that ignores case to what it admits', () => {
    const theirs = trust({
      StringEquals: { [AUD]: STS_AUDIENCE },
      StringEqualsIgnoreCase: { [SUB]: 'repo:ACME/web:ref:refs/heads/dev' },
    })
    expect(edited(doc(theirs), CLASSIC).Statement).toEqual([
      theirs,
      trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: CLASSIC } }),
    ])
  })

  it('renews a classic clause for a repository with an immutable subject (field-notes §7 row 1)', () => {
    expect(edited(doc(seed('repo:acme/web:*')), IMMUTABLE)).toEqual(
      JSON.parse(doc(trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: IMMUTABLE } }))),
    )
  })

  it('corrects the case of a name, and a star under StringEquals (row 4)', () => {
    const wrongCase = trust({
      StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: 'repo:Acme/Web:ref:refs/heads/main' },
    })
    const deadStar = trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: 'repo:acme/web:*' } })
    for (const statement of [wrongCase, deadStar]) {
      expect(edited(doc(statement), CLASSIC).Statement).toEqual([
        trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: CLASSIC } }),
      ])
    }
  })

  it('does not take a star under StringEquals for a scope of any', () => {
    const deadStar = trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: 'repo:acme/web:*' } })
    expect(edited(doc(deadStar), 'repo:acme/web:*').Statement).toEqual([seed('repo:acme/web:*')])
  })

  it('replaces an audience that refuses (row 5)', () => {
    const statement = trust({ StringEquals: { [AUD]: 'https://github.com/acme', [SUB]: CLASSIC } })
    expect(edited(doc(statement), CLASSIC).Statement).toEqual([
      trust({ StringEquals: { [SUB]: CLASSIC, [AUD]: STS_AUDIENCE } }),
    ])
  })

  it('keeps subjects of ours that still admit a job', () => {
    const prod = 'repo:acme@11/web@22:environment:prod'
    const statement = trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: [CLASSIC, prod] } })
    expect(edited(doc(statement), IMMUTABLE).Statement[0].Condition.StringEquals[SUB]).toEqual([
      prod,
      IMMUTABLE,
    ])
  })

  it('mends ForAllValues on our own clause', () => {
    const statement = trust({
      'ForAllValues:StringLike': { [SUB]: 'repo:acme/web:ref:*' },
      StringEquals: { [AUD]: STS_AUDIENCE },
    })
    const environment = 'repo:acme/web:environment:prod'
    const { Statement } = edited(doc(statement), environment)
    expect(Statement).toEqual([
      trust({
        StringEquals: { [AUD]: STS_AUDIENCE },
        StringLike: { [SUB]: ['repo:acme/web:ref:*', environment] },
      }),
    ])
  })

  it.each([
    ['of another repository', seed('repo:acme/api:*')],
    ['of a repository whose name begins alike', seed('repo:acme/web-site:*')],
    ['shared with another repository', seed(['repo:acme/api:*', 'repo:acme/web:environment:prod'])],
    [
      'with a condition of somebody’s own',
      trust({
        StringEquals: { [SUB]: 'repo:acme/web:pull_request', [`${GITHUB_ISSUER_HOST}:actor`]: 'octocat' },
      }),
    ],
    [
      'for people',
      {
        Sid: 'People',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'sts:AssumeRole',
      },
    ],
    [
      'for another provider',
      trust(
        { StringEquals: { 'gitlab.com:sub': 'x' } },
        { Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' } },
      ),
    ],
    [
      'that denies on what only a run knows',
      trust({ StringEquals: { [`${GITHUB_ISSUER_HOST}:actor`]: 'mallory' } }, { Effect: 'Deny' }),
    ],
  ])('keeps a statement %s and adds one', (_, foreign) => {
    expect(edited(doc(foreign), CLASSIC)).toEqual(
      JSON.parse(doc(foreign, trust({ StringEquals: { [AUD]: STS_AUDIENCE, [SUB]: CLASSIC } }))),
    )
  })

  it('keeps the order, the version and the Id of a document', () => {
    const people = {
      Sid: 'People',
      Effect: 'Allow',
      Principal: { AWS: '111122223333' },
      Action: 'sts:AssumeRole',
    }
    const others = { ...people, Sid: 'Others' }
    const document = JSON.stringify({
      Id: 'x',
      Version: '2008-10-17',
      Statement: [people, seed('repo:acme/web:pull_request'), others],
    })
    const result = edited(encodeURIComponent(document), CLASSIC)
    expect(Object.keys(result)).toEqual(['Id', 'Version', 'Statement'])
    expect(result.Statement[0]).toEqual(people)
    expect(result.Statement[2]).toEqual(others)
    expect(result.Statement).toHaveLength(3)
  })

  it('adds a statement for a customised subject, which names no repository in the default way', () => {
    const subject = 'repository_id:22:environment:prod'
    expect(edited(doc(seed('repo:acme/web:*')), subject).Statement).toHaveLength(2)
  })

  it.each([
    ['a document that cannot be read', '{"Statement":', 'not JSON'],
    [
      'a Deny that hits the subjects',
      doc(trust({ StringLike: { [SUB]: 'repo:acme/*' } }, { Effect: 'Deny', Sid: 'NoAcme' })),
      '"NoAcme"',
    ],
    [
      'an old statement that IAM would not store again',
      doc(trust({ StringEquals: { [AUD]: 'other' } })),
      'must evaluate',
    ],
  ])('leaves %s alone and says why', (_, document, why) => {
    const edit = admitSubjects(document, target(CLASSIC))
    expect(edit.ok).toBe(false)
    expect(!edit.ok && edit.why).toContain(why)
  })

  it('admits what it was asked to admit and nothing of others, from any starting point', () => {
    const values = [
      'repo:acme/web:*',
      CLASSIC,
      IMMUTABLE,
      'repo:Acme/web:*',
      'repo:acme@11/web@22:pull_request',
      'repo:acme/api:*',
    ]
    const operators = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase']
    const statement = fc
      .tuple(fc.constantFrom(...operators), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }))
      .map(([operator, subjects]) => trust({ [operator]: { [SUB]: subjects } }))
    const wanted = fc.uniqueArray(fc.constantFrom(IMMUTABLE, 'repo:acme@11/web@22:environment:prod'), {
      minLength: 1,
    })
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 3 }), wanted, (statements, subjects) => {
        const before = doc(...statements)
        const edit = admitSubjects(before, target(...subjects))
        const after = edit.ok ? edit.document : ''
        for (const subject of subjects) expect(admits(after, subject)).toBe(true)
        for (const other of ['repo:acme/api:ref:refs/heads/main', 'repo:evil/web:ref:refs/heads/main']) {
          expect(admits(after, other)).toBe(admits(before, other))
        }
        expect(admitSubjects(after, target(...subjects))).toEqual({ ok: true, document: after })
      }),
    )
  })
})
