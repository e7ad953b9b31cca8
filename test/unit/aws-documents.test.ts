import { expect, test } from 'vitest'
import { decodeDocument, namesGithub } from '../../electron/clients/aws/documents'

const DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Sid":"50% *more*","Effect":"Allow"}]}'

test('a document is read URL-encoded, as AWS sends it, and raw, as some servers do', () => {
  expect(decodeDocument(encodeURIComponent(DOCUMENT))).toBe(DOCUMENT)
  expect(decodeDocument(DOCUMENT)).toBe(DOCUMENT)
  expect(decodeDocument(`\n  ${DOCUMENT}`)).toBe(`\n  ${DOCUMENT}`)
})

function trust(principal: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRoleWithWebIdentity' }],
  })
}

test.each([
  ['github.com', 'token.actions.githubusercontent.com', true],
  ['a ghe.com tenant', 'token.actions.acme.ghe.com', true],
  ['GitHub Enterprise Server', 'ghes.example.com/_services/token', true],
  ['GitLab', 'gitlab.com', false],
  ['a look-alike', 'token.actions.githubusercontent.com.evil.example', false],
])('a trust of %s: %s', (_, host, named) => {
  const Federated = `arn:aws:iam::111122223333:oidc-provider/${host}`
  expect(namesGithub(trust({ Federated }))).toBe(named)
})

test('a trust of a service is not about GitHub', () => {
  expect(namesGithub(trust({ Service: 'ec2.amazonaws.com' }))).toBe(false)
})
