import { z } from 'zod'
import { failure } from './failure'
import type { AccountObservation } from './observation'
import { parsePolicy } from './policy-document'
import { unread, valueOr } from './reading'
import { GITHUB_ISSUER_HOST, githubProvidersOf, issuerHostOf } from './trust-claims'

/** The slug of an enterprise, as it stands in the address of its page and at the end of its own issuer. */
export const EnterpriseSlug = z
  .string()
  .trim()
  .max(100)
  .regex(
    /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/,
    'Write the slug of the enterprise, as in github.com/enterprises/SLUG.',
  )
export type EnterpriseSlug = z.infer<typeof EnterpriseSlug>

/**
 * The enterprises that sign with an issuer of their own, by the login of an owner in lower case (GitHub Docs: OIDC,
 * `include_enterprise_slug`). GitHub has a call that sets it and none that reads it, so that a person says it.
 */
export const OwnIssuers = z.record(z.string(), EnterpriseSlug)
export type OwnIssuers = z.infer<typeof OwnIssuers>

/** The issuer of an owner’s job tokens, without scheme, on a host whose own issuer is `hostIssuer`. */
export function issuerOfOwner(hostIssuer: string, owner: string, own: OwnIssuers): string {
  const slug = own[owner.toLowerCase()]
  return slug === undefined ? hostIssuer : `${hostIssuer}/${slug}`
}

/** Every issuer of a host whose provider an account may hold: the host’s own first. */
export function issuersOfHost(hostIssuer: string, own: OwnIssuers): string[] {
  return [hostIssuer, ...new Set(Object.values(own).map((slug) => `${hostIssuer}/${slug}`))]
}

/** The slug at the end of an issuer of github.com or of a tenant of ghe.com; null for every other. */
export function enterpriseOf(issuerHost: string): string | null {
  return (
    /^token\.actions\.(?:githubusercontent\.com|[a-z0-9-]+\.ghe\.com)\/([^/]+)$/.exec(issuerHost)?.[1] ?? null
  )
}

/** The account as jobs meet it whose tokens this issuer signs: with the provider of that issuer. */
export function accountBefore(account: AccountObservation, issuerHost: string): AccountObservation {
  const { issuerHost: read = GITHUB_ISSUER_HOST, ownProviders = [] } = account
  if (read === issuerHost) return account
  const own = ownProviders.find((one) => one.issuerHost === issuerHost)
  const says = `Whether the account ${account.account} has a provider for https://${issuerHost} was not read yet.`
  return {
    ...account,
    issuerHost,
    provider: own?.provider ?? unread(failure('outdated', says, { kind: 'retry' })),
  }
}

/** Issuers of enterprises of this host that some role of the account trusts, though this issuer is another. */
export function issuersBeside({ roles }: Pick<AccountObservation, 'roles'>, issuerHost: string): string[] {
  const found = valueOr(roles, []).flatMap(({ trust }) => trustedIssuers(trust))
  return [...new Set(found)].filter((issuer) => issuer !== issuerHost && issuer.startsWith(`${issuerHost}/`))
}

/** The issuers of GitHub that a trust policy names, without scheme. */
export function trustedIssuers(trust: string): string[] {
  const parsed = parsePolicy(trust)
  if (!parsed.ok) return []
  return parsed.policy.statements.flatMap(githubProvidersOf).flatMap((arn) => issuerHostOf(arn) ?? [])
}
