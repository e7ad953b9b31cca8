import { evaluatePermission } from '../../../shared/domain/permission-policy'
import { matchesWildcard } from '../../../shared/domain/wildcard'
import type { Stage } from '../world'
import { AwsFault } from './aws-fault'
import type { Caller } from './caller'
import { boundaryOf, findRole, inForce, policiesOf } from './roles-in-force'

/** Values of condition keys, by lower-case name. */
export type RequestContext = Record<string, string>

export type Refusal = 'no-identity-policy' | 'identity-deny' | 'boundary' | 'service-control-policy'

const REASONS: Record<Refusal, (action: string) => string> = {
  'no-identity-policy': (action) => `because no identity-based policy allows the ${action} action`,
  'identity-deny': () => 'with an explicit deny in an identity-based policy',
  boundary: (action) => `because no permissions boundary allows the ${action} action`,
  'service-control-policy': () => 'with an explicit deny in a service control policy',
}

/** Throws AWS's `AccessDenied` unless the caller may do this. */
export function authorize(
  stage: Stage,
  caller: Caller,
  action: string,
  resource: string,
  context: RequestContext = {},
): void {
  const refusal = refusalOf(stage, caller, action, resource, context)
  if (refusal) throw accessDenied(caller, action, resource, refusal)
}

/** Why the caller may not do this; null when it may. */
export function refusalOf(
  stage: Stage,
  caller: Caller,
  action: string,
  resource: string,
  context: RequestContext = {},
): Refusal | null {
  const region = context['aws:requestedregion']
  if (region !== undefined && caller.account.deniedRegions.includes(region)) return 'service-control-policy'
  if (caller.principal.sessionOf) {
    return refusedByRole(stage, caller, caller.principal.sessionOf.roleName, { action, resource, context })
  }
  const allowed = caller.principal.allowedActions
  if (allowed === null || allowed.some((pattern) => matchesWildcard(pattern, action, true))) return null
  return 'no-identity-policy'
}

/** AWS's message for a refused call. */
export function accessDenied(caller: Caller, action: string, resource: string, refusal: Refusal): AwsFault {
  return new AwsFault(
    'AccessDenied',
    `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${REASONS[refusal](action)}`,
    403,
  )
}

function refusedByRole(
  stage: Stage,
  caller: Caller,
  roleName: string,
  request: { action: string; resource: string; context: RequestContext },
): Refusal | null {
  const role = findRole(caller.account, roleName)
  if (!role || !inForce(stage, role)) return 'no-identity-policy'
  const values: RequestContext = {
    'aws:principalarn': `arn:aws:iam::${caller.account.id}:role${role.path}${role.name}`,
    'aws:principalaccount': caller.account.id,
    'aws:principaltype': 'AssumedRole',
    ...Object.fromEntries(
      Object.entries(role.tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]),
    ),
    ...request.context,
  }
  const asked = {
    action: request.action,
    resource: request.resource,
    context: (key: string) => {
      const value = values[key]
      return value === undefined ? undefined : [value]
    },
  }
  const identity = evaluatePermission(policiesOf(caller.account, role), asked).decision
  if (identity === 'explicitly-denied') return 'identity-deny'
  if (identity === 'denied') return 'no-identity-policy'
  const boundary = boundaryOf(caller.account, role)
  return boundary && evaluatePermission(boundary, asked).decision !== 'allowed' ? 'boundary' : null
}
