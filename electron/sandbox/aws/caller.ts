import type { Stage } from '../world'
import { AwsFault } from './aws-fault'
import type { AwsAccount, AwsPrincipal } from './aws-world'

/** Who calls, as the SigV4 `Authorization` header tells: the credential scope carries region and service. */
export interface Caller {
  account: AwsAccount
  principal: AwsPrincipal
  region: string
  service: string
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/

/** The parts of the credential scope; null for an unsigned request. */
export function credentialScope(
  authorization: string | undefined,
): { accessKeyId: string; region: string; service: string } | null {
  const match = CREDENTIAL.exec(authorization ?? '')
  if (!match) return null
  const [, accessKeyId = '', region = '', service = ''] = match
  return { accessKeyId, region, service }
}

/**
 * The caller of a signed request. The secret is not checked: the sandbox accepts any for a known key ID.
 * Refuses an unsigned request, an unknown key, a session key without its token, and an expired session.
 */
export function callerOf(stage: Stage, header: (name: string) => string | undefined): Caller {
  const scope = credentialScope(header('authorization'))
  if (!scope) throw new AwsFault('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
  const principal = stage.world.aws.accessKeys[scope.accessKeyId]
  const account = principal && stage.world.aws.accounts[principal.account]
  const tokenMissing = principal?.sessionOf && !header('x-amz-security-token')
  if (!principal || !account || tokenMissing) {
    throw new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403)
  }
  if (principal.sessionOf && Date.parse(principal.sessionOf.expiresAt) <= stage.now()) {
    throw new AwsFault('ExpiredToken', 'The security token included in the request is expired', 403)
  }
  return { account, principal, region: scope.region, service: scope.service }
}
