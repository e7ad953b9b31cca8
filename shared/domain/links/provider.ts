import type { Failure } from '../failure'
import type { Finding, Repair } from '../finding'
import type { AccountId } from '../ids'
import type { AccountObservation, OidcProvider, RepositoryFacts } from '../observation'
import type { Picture } from '../picture'
import { accountIn, targetsOf } from '../target'
import { enterpriseOf, issuersBeside } from '../token-issuer'
import { STS_AUDIENCE } from '../trust-claims'
import { evidence, finding, planned, unknownFinding } from './found'
import { NO_ROLE_NAMED, notSetUp } from './not-set-up'
import { issuerBefore, mayBeOwn } from './own-issuer'

/** Whether the account of the role in effect knows GitHub, and accepts the audience of its tokens. */
export function providerLink(picture: Picture): Finding[] {
  const targets = targetsOf(picture)
  if (targets.length === 0) return notSetUp(picture, 'provider')
  const accounts = new Map<AccountId, Set<string>>()
  for (const { role, job } of targets) {
    if (!role) continue
    // What only a run knows is told by the trust link.
    const audience = job ? (job.audience ?? STS_AUDIENCE) : STS_AUDIENCE
    accounts.set(role.account, (accounts.get(role.account) ?? new Set()).add(audience))
  }
  const unnamed = targets.some(({ role }) => role === null)
  return [
    ...[...accounts].map(([account, audiences]) => providerOf(picture, account, [...audiences])),
    ...(unnamed ? [unknownFinding('provider', 'no-role', NO_ROLE_NAMED)] : []),
  ]
}

function providerOf(picture: Picture, wanted: AccountId, audiences: string[]): Finding {
  const read = accountIn(picture, wanted)
  if (!read.known) return unread(wanted, read.failure)
  const { provider } = read.value
  if (!provider.known) return unread(wanted, provider.failure)
  return provider.value === null
    ? missing(read.value, picture.observation.facts)
    : judged(read.value, provider.value, audiences)
}

function unread(account: AccountId, why: Failure): Finding {
  return unknownFinding('provider', `unread@${account}`, why, [
    evidence('provider', 'an OpenID Connect provider for GitHub', null, `AWS account ${account}`),
  ])
}

function missing(read: AccountObservation, facts: RepositoryFacts): Finding {
  const { account } = read
  const issuer = issuerBefore(read, facts)
  const enterprise = enterpriseOf(issuer)
  const whose = enterprise === null ? 'GitHub’s tokens' : `the tokens of the enterprise ${enterprise}`
  const [beside] = issuersBeside(read, issuer)
  return finding(
    'provider',
    'missing',
    'missing',
    `The AWS account ${account} has no provider for ${whose}.${beside ? ` ${mayBeOwn(beside, facts.owner)}` : ''}`,
    {
      breaks: true,
      evidence: [
        evidence(
          'provider',
          `https://${issuer}`,
          beside ? `https://${beside}` : null,
          `AWS account ${account}`,
        ),
      ],
      repair: planned('Create the provider.', 'create-provider'),
    },
  )
}

function judged({ account }: AccountObservation, provider: OidcProvider, audiences: string[]): Finding {
  const found = [
    evidence('audience', audiences.join(', '), provider.clientIds.join(', ') || null, provider.arn),
  ]
  const [refused] = audiences.filter((audience) => !provider.clientIds.includes(audience))
  if (refused === undefined) {
    return finding('provider', `stands@${account}`, 'ok', `The AWS account ${account} knows GitHub.`, {
      evidence: found,
    })
  }
  return finding(
    'provider',
    'audience',
    'drift',
    `The provider in ${account} does not accept tokens for ${refused}.`,
    {
      breaks: true,
      evidence: found,
      repair: refused === STS_AUDIENCE ? planned('Add the audience.', 'add-audience') : ownAudience(refused),
    },
  )
}

function ownAudience(audience: string): Repair {
  return {
    kind: 'someone-else',
    who: 'the author of the workflow',
    what: `Remove the audience ${audience} from the configure step, so that it asks for ${STS_AUDIENCE}.`,
  }
}
