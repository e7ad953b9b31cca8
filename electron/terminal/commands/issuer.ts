import type { TokenIssuers } from '../../../shared/contract/connections'
import type { OwnerLogin } from '../../../shared/domain/fleet-choice'
import type { EnterpriseSlug } from '../../../shared/domain/token-issuer'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

/** `issuer`: tells who signs the tokens of jobs. */
export async function issuersVerb(session: Session): Promise<number> {
  return tell(session, await session.client.connections.issuers())
}

/** `issuer OWNER SLUG`: the owner's enterprise signs with an issuer of its own; null takes that back. */
export async function setIssuerVerb(
  session: Session,
  owner: OwnerLogin,
  enterprise: EnterpriseSlug | null,
): Promise<number> {
  return tell(session, await session.client.connections.setIssuer({ owner, enterprise }))
}

function tell({ json, print }: Session, told: TokenIssuers): number {
  print(json ? JSON.stringify(told, null, 2) : tableOf(told))
  return EXIT.fine
}

function tableOf({ host, own }: TokenIssuers): string {
  return columns([
    ...own.map(({ owner, issuer }) => [owner, issuer]),
    [own.length > 0 ? 'others' : 'all', host],
  ])
}
