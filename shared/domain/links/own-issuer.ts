import type { Finding } from '../finding'
import { issuerHostOfPage } from '../github-host'
import type { AccountObservation, RepositoryFacts, RoleObservation } from '../observation'
import type { Picture } from '../picture'
import { parsePolicy, type Statement } from '../policy-document'
import { enterpriseOf } from '../token-issuer'
import { admitsGithub, githubProvidersOf, issuerHostOf } from '../trust-claims'
import { evidence, finding } from './found'

/** The issuer that the account was read for; one that was kept from before it was told is that of the page. */
export function issuerBefore({ issuerHost }: AccountObservation, { url }: RepositoryFacts): string {
  return issuerHost ?? issuerHostOfPage(url)
}

/** What to do where something speaks for an issuer of the enterprise's own, of which nobody told. */
export function mayBeOwn(issuerHost: string, owner: string): string {
  const slug = enterpriseOf(issuerHost) ?? 'SLUG'
  return `If the enterprise of ${owner} signs with https://${issuerHost}, say so on the page Connections, or by: rolecall issuer ${owner} ${slug}`
}

/** A clause for the host's issuer that names an owner whose jobs carry tokens of their enterprise's: it lets nobody of theirs in. */
export function leftoverIssuer({ account, observation }: Picture, role: RoleObservation): Finding[] {
  const issuer = account?.issuerHost
  const parsed = parsePolicy(role.trust)
  if (issuer === undefined || enterpriseOf(issuer) === null || !parsed.ok) return []
  const plain = issuer.slice(0, issuer.lastIndexOf('/'))
  const { owner } = observation.facts
  const left = parsed.policy.statements.find((one) => trusts(one, plain) && names(one, owner))
  if (!left) return []
  const says = `The role ${role.name} also trusts tokens of https://${plain}, which the jobs of ${owner} do not carry: the enterprise signs with https://${issuer}. Take that statement out.`
  return [
    finding('trust', `lint-plain-issuer@${role.arn}`, 'ok', says, {
      lint: 'medium',
      evidence: [
        evidence(`statement ${left.index + 1}: issuer`, issuer, plain, `trust policy of ${role.arn}`),
      ],
    }),
  ]
}

function trusts(statement: Statement, issuerHost: string): boolean {
  return (
    admitsGithub(statement) && githubProvidersOf(statement).some((arn) => issuerHostOf(arn) === issuerHost)
  )
}

function names({ conditions }: Statement, owner: string): boolean {
  const begins = [`repo:${owner}/`, `repo:${owner}@`].map((text) => text.toLowerCase())
  return conditions
    .filter(({ key }) => key.toLowerCase().endsWith(':sub'))
    .some(({ values }) =>
      values.some((value) => begins.some((begin) => value.toLowerCase().startsWith(begin))),
    )
}
