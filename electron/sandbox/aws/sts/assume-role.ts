import { evaluateConditions } from '../../../../shared/domain/condition'
import { parseRoleArn } from '../../../../shared/domain/ids'
import { parsePolicy, type Statement } from '../../../../shared/domain/policy-document'
import { matchesWildcard } from '../../../../shared/domain/wildcard'
import type { Stage } from '../../world'
import { AwsFault } from '../aws-fault'
import type { AwsRole } from '../aws-world'
import type { Caller } from '../caller'
import type { QueryForm } from '../query-form'
import { findRole, inForce } from '../roles-in-force'
import type { XmlTree } from '../xml'
import { openSession } from './sessions'

/** The one code that no device shows. Every other of six digits is taken. */
const WRONG_CODE = '000000'

/** `AssumeRole`: the caller must be trusted, with a device where the trust policy asks for one. */
export function assumeRole(stage: Stage, caller: Caller, form: QueryForm): XmlTree {
  const arn = form.required('RoleArn')
  const sessionName = form.required('RoleSessionName')
  const parts = parseRoleArn(arn)
  const account = parts && stage.world.aws.accounts[parts.account]
  const role = account && findRole(account, parts.name)
  const byDevice = checkedDevice(caller, form)
  if (!account || !role || !inForce(stage, role) || !trusts(role, caller, form, byDevice)) {
    const message = `User: ${caller.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`
    throw new AwsFault('AccessDenied', message, 403)
  }
  const seconds = form.integer('DurationSeconds', {
    min: 900,
    max: role.maxSessionDuration,
    otherwise: 3600,
  })
  const session = openSession(stage, account, role, { sessionName, seconds })
  return {
    Credentials: session.credentials,
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${sessionName}`, Arn: session.arn },
  }
}

/** Whether a device vouches for the caller; a wrong code is refused before the role is looked at. */
function checkedDevice({ principal }: Caller, form: QueryForm): boolean {
  const serial = form.text('SerialNumber')
  if (serial === null) return false
  const code = form.text('TokenCode') ?? ''
  const own = serial === principal.arn.replace(':user/', ':mfa/')
  if (own && /^\d{6}$/.test(code) && code !== WRONG_CODE) return true
  const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
  throw new AwsFault('AccessDenied', message, 403)
}

function trusts(role: AwsRole, caller: Caller, form: QueryForm, byDevice: boolean): boolean {
  const parsed = parsePolicy(role.trust)
  if (!parsed.ok) return false
  const values: Record<string, string | null> = {
    'aws:multifactorauthpresent': String(byDevice),
    'sts:externalid': form.text('ExternalId'),
  }
  const speaks = (statement: Statement): boolean =>
    statement.actions.values.some((action) => matchesWildcard(action, 'sts:AssumeRole', true)) &&
    names(statement, caller) &&
    evaluateConditions(statement.conditions, (key) => {
      const value = values[key] ?? null
      return value === null ? undefined : [value]
    }).every(({ holds }) => holds)
  const applying = parsed.policy.statements.filter(speaks)
  return applying.length > 0 && applying.every(({ effect }) => effect === 'Allow')
}

function names({ principals }: Statement, { account, principal }: Caller): boolean {
  if (!principals || principals.negated) return false
  const known = [account.id, `arn:aws:iam::${account.id}:root`, principal.arn]
  return (
    principals.any || principals.entries.some(({ kind, value }) => kind === 'AWS' && known.includes(value))
  )
}
