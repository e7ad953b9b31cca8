import { issuerBefore } from '../links/own-issuer'
import { STS_AUDIENCE } from '../trust-claims'
import { type Draft, type Planning, step, steps, unreadPart } from './draft'

/** The account's OpenID Connect provider: created once, or given the audience that it lacks. */
export function providerSteps({ account, setup, observation }: Planning): Draft {
  if (!account) return steps()
  if (!account.provider.known) return unreadPart(account.provider.failure)
  const provider = account.provider.value
  if (!provider)
    return steps(createProvider(account.partition, setup.account, issuerBefore(account, observation.facts)))
  if (provider.clientIds.includes(STS_AUDIENCE)) return steps()
  return steps(
    step(
      { kind: 'add-audience', account: setup.account, providerArn: provider.arn, clientId: STS_AUDIENCE },
      {
        link: 'provider',
        title: `Accept tokens for ${STS_AUDIENCE}`,
        target: provider.arn,
        before: provider.clientIds.join('\n'),
        after: [...provider.clientIds, STS_AUDIENCE].join('\n'),
        language: 'text',
        calls: ['iam:AddClientIDToOpenIDConnectProvider'],
        needs: ['iam:AddClientIDToOpenIDConnectProvider'],
      },
    ),
  )
}

function createProvider(partition: string, account: Planning['setup']['account'], issuerHost: string) {
  const url = `https://${issuerHost}`
  return step(
    { kind: 'create-provider', account, url, clientIds: [STS_AUDIENCE] },
    {
      link: 'provider',
      title: `Let the account ${account} know GitHub`,
      target: `arn:${partition}:iam::${account}:oidc-provider/${issuerHost}`,
      before: null,
      after: `${url}\naudience ${STS_AUDIENCE}`,
      language: 'text',
      calls: ['iam:CreateOpenIDConnectProvider'],
      needs: ['iam:CreateOpenIDConnectProvider'],
    },
  )
}
