import { GetOpenIDConnectProviderCommand } from '@aws-sdk/client-iam'
import type { OidcProvider } from '../../../shared/domain/observation'
import type { AwsIdentity } from '../aws-port'
import { absentAsNull, calling } from './errors'
import type { AwsSession } from './session'

/** The account's provider for an issuer; null where there is none. `issuerHost` may carry a path, as on GHES. */
export function readProvider(
  session: AwsSession,
  identity: AwsIdentity,
  issuerHost: string,
  signal?: AbortSignal,
): Promise<OidcProvider | null> {
  const arn = `arn:${identity.partition}:iam::${identity.account}:oidc-provider/${issuerHost}`
  const call = { action: 'iam:GetOpenIDConnectProvider', profile: session.profile }
  return absentAsNull(() =>
    calling(call, async () => {
      const answer = await session.iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
        { ...(signal ? { abortSignal: signal } : {}) },
      )
      return { arn, url: answer.Url ?? issuerHost, clientIds: answer.ClientIDList ?? [] }
    }),
  )
}
