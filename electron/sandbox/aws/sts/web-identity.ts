import { decodeJwt, type JWTPayload } from 'jose'
import { parseRoleArn, type RoleArnParts } from '../../../../shared/domain/ids'
import { parsePolicy } from '../../../../shared/domain/policy-document'
import { evaluateTrust } from '../../../../shared/domain/trust-policy'
import type { IssuerKeys } from '../../issuer'
import type { Stage } from '../../world'
import { AwsFault, constraintBroken } from '../aws-fault'
import type { AwsAccount, AwsProvider, AwsRole } from '../aws-world'
import { record } from '../cloudtrail/trail'
import { providerArn } from '../iam/providers'
import type { QueryForm } from '../query-form'
import { findRole, inForce } from '../roles-in-force'
import type { XmlTree } from '../xml'
import { openSession } from './sessions'

const SHORTEST_SESSION = 900
const LONGEST_SESSION = 43_200
const DEFAULT_SESSION = 3600

/** STS says no more than this, whichever clause refused. */
function notAuthorized(): AwsFault {
  return new AwsFault('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
}

function invalidToken(message: string): AwsFault {
  return new AwsFault('InvalidIdentityToken', message)
}

/** `AssumeRoleWithWebIdentity`: unsigned; everything is judged by the token and by the role's account. */
export async function assumeRoleWithWebIdentity(
  stage: Stage,
  issuer: IssuerKeys,
  form: QueryForm,
  where: { region: string; userAgent: string },
): Promise<XmlTree> {
  const { account: accountId, name, path } = requestedRole(form)
  const sessionName = requestedSessionName(form)
  const duration = form.integer('DurationSeconds', {
    min: SHORTEST_SESSION,
    max: LONGEST_SESSION,
    otherwise: DEFAULT_SESSION,
  })
  const claims = unverifiedClaims(form.required('WebIdentityToken'))
  const { account, provider, audience } = acceptingProvider(stage.world.aws.accounts[accountId], claims)
  requireThumbprint(stage, provider)
  await checkToken(stage, issuer, form.required('WebIdentityToken'), claims)
  const asked = {
    ...where,
    provider: providerArn(account, provider.url),
    subject: claims.sub ?? '',
    audience,
    roleArn: form.required('RoleArn'),
    sessionName,
    seconds: duration,
  }
  const role = findRole(account, name)
  // A role is meant by its whole ARN: without its path there is none.
  if (role?.path !== path || !inForce(stage, role) || !trusts(account, role, provider, claims)) {
    record(stage, account, { ...asked, session: null })
    throw notAuthorized()
  }
  if (duration > role.maxSessionDuration) {
    throw new AwsFault(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
  const session = openSession(stage, account, role, { sessionName, seconds: duration })
  const { AccessKeyId: accessKeyId, Expiration: expiresAt } = session.credentials
  record(stage, account, {
    ...asked,
    session: { arn: session.arn, roleId: role.id, accessKeyId, expiresAt },
  })
  return {
    Credentials: session.credentials,
    SubjectFromWebIdentityToken: claims.sub ?? '',
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${sessionName}`, Arn: session.arn },
    Provider: providerArn(account, provider.url),
    Audience: audience,
  }
}

function requestedRole(form: QueryForm): RoleArnParts {
  const arn = form.required('RoleArn')
  const parts = parseRoleArn(arn)
  if (parts?.partition !== 'aws') {
    throw new AwsFault(
      'ValidationError',
      arn.startsWith('arn:') ? 'Request ARN is invalid' : `${arn} is invalid`,
    )
  }
  return parts
}

function requestedSessionName(form: QueryForm): string {
  const name = form.required('RoleSessionName')
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw constraintBroken(
      'RoleSessionName',
      name,
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    )
  }
  return name
}

function unverifiedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    )
  }
}

function acceptingProvider(
  account: AwsAccount | undefined,
  claims: JWTPayload,
): { account: AwsAccount; provider: AwsProvider; audience: string } {
  const issuer = claims.iss ?? ''
  const provider = account?.providers.find(({ url }) => `https://${url}` === issuer.replace(/\/$/, ''))
  if (!account || !provider)
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`)
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud ?? '']
  const audience = audiences.find((each) => provider.clientIds.includes(each))
  if (audience === undefined) throw invalidToken('Incorrect token audience')
  return { account, provider, audience }
}

/* Thumbprint of an intermediate certificate of GitHub's issuer since June 2023 (GitHub's changelog of 2023-06-27). */
const CERTIFICATE = '1c58a3a8518e8759bf075b76b750d4f2df264fcd'

/** What AWS looked at for GitHub until July 2023 (field-notes §7 row 8). */
function requireThumbprint({ world }: Stage, { thumbprints }: AwsProvider): void {
  if (!world.aws.comparesThumbprints || thumbprints.includes(CERTIFICATE)) return
  throw invalidToken("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint")
}

async function checkToken(
  stage: Stage,
  issuer: IssuerKeys,
  token: string,
  claims: JWTPayload,
): Promise<void> {
  const verdict = await issuer.verify(token, stage.now())
  if (verdict.valid) return
  if (verdict.why === 'expired') {
    const now = Math.floor(stage.now() / 1000)
    throw new AwsFault(
      'ExpiredTokenException',
      `Token expired: current date/time ${now} must be before the expiration date/time ${claims.exp ?? 0}`,
    )
  }
  throw invalidToken(
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  )
}

function trusts(account: AwsAccount, role: AwsRole, provider: AwsProvider, claims: JWTPayload): boolean {
  const parsed = parsePolicy(role.trust)
  if (!parsed.ok) return false
  const values = Object.fromEntries(
    Object.entries(claims).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  )
  return evaluateTrust(parsed.policy, {
    providerArn: providerArn(account, provider.url),
    claims: values,
  }).allowed
}
