import { describe, expect, it } from 'vitest'
import { admitSubjects, GITHUB_ISSUER_HOST, STS_AUDIENCE } from '../../shared/domain/trust-policy'
import { withdrawSubjects } from '../../shared/domain/trust-withdrawal'
import { PROVIDER_ARN, repository, trustOf } from '../support/observations'

/* A role that several repositories share: what it says of the others must keep every byte, in any layout. */

const { facts } = repository()
const WEB = 'repo:acme/web:ref:refs/heads/main'
const SUB = `${GITHUB_ISSUER_HOST}:sub`
const AUD = `${GITHUB_ISSUER_HOST}:aud`
const target = {
  providerArn: PROVIDER_ARN,
  issuerHost: GITHUB_ISSUER_HOST,
  audience: STS_AUDIENCE,
  subjects: [WEB],
}

const statement = (subjects: string, sid: string) =>
  `{ "Sid":"${sid}",   "Effect" : "Allow","Principal":{"Federated":"${PROVIDER_ARN}"},\n\t"Action": ["sts:AssumeRoleWithWebIdentity"],
    "Condition": {"StringLike":{"${SUB}":${subjects}}  , "StringEquals":{"${AUD}":"${STS_AUDIENCE}"}} }`
const OTHER = statement('"repo:acme\\/api:*"', 'Api')
const PEOPLE =
  '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}'

describe('adding a repository to a role of others', () => {
  it.each([
    ['one statement, in brackets', `{"Version":"2012-10-17",  "Statement":[ ${OTHER} ]}`],
    ['one statement, without brackets', `{"Statement":${OTHER},"Version":"2012-10-17"}`],
    [
      'several statements, over lines',
      `\n{\n\t"Version": "2012-10-17",\n\t"Statement": [\n\t\t${PEOPLE},\n\t\t${OTHER}\n\t]\n}\n`,
    ],
    [
      'members in an order of their own',
      `{"Statement":[${PEOPLE} ,${OTHER}] , "Id":"x", "Version":"2012-10-17" }`,
    ],
  ])('keeps the others’ bytes: %s', (_, before) => {
    const edit = admitSubjects(before, target)
    if (!edit.ok) throw new Error(edit.why)
    const at = before.indexOf(OTHER) + OTHER.length
    expect(edit.document.includes(OTHER)).toBe(true)
    expect(
      edit.document.endsWith(
        before
          .slice(at)
          .replace(/^\s*\]?/, '')
          .trimStart() || '}',
      ),
    ).toBe(true)
    const withdrawn = withdrawSubjects(edit.document, facts)
    expect(withdrawn).toMatchObject({ ok: true, wider: [] })
    // Brackets that were put around a lone statement stay: they mean the same.
    if (before.includes('[ ') || before.includes('[\n') || before.includes(`[${PEOPLE}`))
      expect(withdrawn).toMatchObject({ document: before })
  })
})

describe('taking a repository out of a role of others', () => {
  const doc = (...statements: string[]) =>
    `{"Version":"2012-10-17","Statement": [${statements.join(' ,\n')}]}`
  const document = (text: string) => {
    const withdrawn = withdrawSubjects(text, facts)
    if (!withdrawn.ok) throw new Error(withdrawn.why)
    return withdrawn.document
  }

  it.each([
    ['the first of a list', `[ "${WEB}",  "repo:acme/api:*" ]`, '[ "repo:acme/api:*" ]'],
    ['the last of a list', `["repo:acme/api:*" , "${WEB}"]`, '["repo:acme/api:*"]'],
    [
      'several, in either form',
      `["${WEB}", "repo:acme/api:*", "repo:acme@77/web@4242:*"]`,
      '["repo:acme/api:*"]',
    ],
    ['in another spelling', '["repo:ACME/Web:pull_request", "repo:acme/api:*"]', '["repo:acme/api:*"]'],
    [
      'by a customised subject',
      '["repository_id:4242:environment:prod", "repo:acme/api:*"]',
      '["repo:acme/api:*"]',
    ],
  ])('%s: the rest of the clause keeps its bytes', (_, before, after) => {
    expect(document(doc(statement(before, 'Both'), PEOPLE))).toBe(doc(statement(after, 'Both'), PEOPLE))
  })

  it('takes a statement that names nobody else whole', () => {
    expect(document(doc(OTHER, statement(`"${WEB}"`, 'Web'), PEOPLE))).toBe(doc(OTHER, PEOPLE))
  })

  it('takes its ID out of a list of IDs', () => {
    const ids = (list: string) =>
      OTHER.replace('"repo:acme\\/api:*"', '"repo:acme/*"').replace(
        '"StringEquals":{',
        `"StringEquals":{"${GITHUB_ISSUER_HOST}:repository_id":${list},`,
      )
    expect(document(doc(ids('["4242","5"]')))).toBe(doc(ids('["5"]')))
  })

  it('leaves what names more than this repository, and tells it', () => {
    const wide = doc(statement('["repo:acme/*"]', 'All'))
    expect(withdrawSubjects(wide, facts)).toEqual({ ok: true, document: wide, wider: ['repo:acme/*'] })
    expect(document(doc(statement('["repo:acme/web-site:*"]', 'Alike')))).toContain('web-site')
  })

  it('says that a role has no use left, for IAM stores no trust without a statement', () => {
    expect(document(trustOf(WEB))).toBeNull()
    expect(document(doc(statement(`"${WEB}"`, 'Web'), PEOPLE.replace('Allow', 'Deny')))).toBeNull()
  })

  it('does not touch what denies', () => {
    const denial = statement(`"${WEB}"`, 'No').replace('"Allow"', '"Deny"')
    expect(document(doc(denial, OTHER))).toBe(doc(denial, OTHER))
  })
})
