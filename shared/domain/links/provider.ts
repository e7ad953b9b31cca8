import type { Failure } from '../failure'
import type { Finding } from '../finding'
import type { AccountId } from '../ids'
import type { AccountObservation } from '../observation'
import type { Picture } from '../picture'
import { accountIn, targetsOf } from '../target'
import { STS_AUDIENCE } from '../trust-claims'
import { evidence, finding, planned, unknownFinding } from './found'
import { NO_ROLE_NAMED, notSetUp } from './not-set-up'

/** Whether the account of the role in effect knows GitHub, and accepts the audience of its tokens. */
export function providerLink(picture: Picture): Finding[] {
  const targets = targetsOf(picture)
  if (targets.length === 0) return notSetUp(picture, 'provider')
  const accounts = new Set(targets.flatMap(({ role }) => (role ? [role.account] : [])))
  const unnamed = targets.some(({ role }) => role === null)
  return [
    ...[...accounts].map((account) => providerOf(picture, account)),
    ...(unnamed ? [unknownFinding('provider', 'no-role', NO_ROLE_NAMED)] : []),
  ]
}

function providerOf(picture: Picture, wanted: AccountId): Finding {
  const read = accountIn(picture, wanted)
  if (!read.known) return unread(wanted, read.failure)
  const { provider } = read.value
  if (!provider.known) return unread(wanted, provider.failure)
  return provider.value === null ? missing(read.value) : judged(read.value, provider.value)
}

function unread(account: AccountId, why: Failure): Finding {
  return unknownFinding('provider', `unread@${account}`, why, [
    evidence('provider', 'an OpenID Connect provider for GitHub', null, `AWS account ${account}`),
  ])
}

function missing({ account }: AccountObservation): Finding {
  return finding(
    'provider',
    'missing',
    'missing',
    `The AWS account ${account} has no provider for GitHub’s tokens.`,
    {
      breaks: true,
      evidence: [
        evidence('provider', 'https://token.actions.githubusercontent.com', null, `AWS account ${account}`),
      ],
      repair: planned('Create the provider.', 'create-provider'),
    },
  )
}

function judged({ account }: AccountObservation, provider: { arn: string; clientIds: string[] }): Finding {
  const found = [evidence('audience', STS_AUDIENCE, provider.clientIds.join(', ') || null, provider.arn)]
  if (provider.clientIds.includes(STS_AUDIENCE)) {
    return finding('provider', `stands@${account}`, 'ok', `The AWS account ${account} knows GitHub.`, {
      evidence: found,
    })
  }
  return finding(
    'provider',
    'audience',
    'drift',
    `The provider in ${account} does not accept tokens for ${STS_AUDIENCE}.`,
    { breaks: true, evidence: found, repair: planned('Add the audience.', 'add-audience') },
  )
}
