import type { Partition } from './ids'
import { FEATURE_ACTIONS, type NeededAction, type Scope } from './preflight'

/** What a principal gets that Rolecall acts as: to look, or to repair, too. */
export type OwnPolicyKind = 'read-only' | 'full'

interface Statement {
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string
}

/* Asked of every account, whatever the feature. */
const ALWAYS: readonly NeededAction[] = [
  { action: 'iam:SimulatePrincipalPolicy', what: 'tell what it may do', scope: 'any', changes: false },
  {
    action: 'organizations:DescribeOrganization',
    what: 'see the organization',
    scope: 'any',
    changes: false,
  },
]

/**
 * The smallest policy for Rolecall itself, as JSON. `account` null writes it for any account. `sts:GetCallerIdentity`
 * needs no permission (STS API reference).
 */
export function ownPolicy(kind: OwnPolicyKind, partition: Partition, account: string | null): string {
  const needed = [...Object.values(FEATURE_ACTIONS).flat(), ...ALWAYS].filter(
    ({ changes }) => kind === 'full' || !changes,
  )
  const iam = `arn:${partition}:iam::${account ?? '*'}`
  const statement = (Sid: string, scope: Scope, Resource: string): Statement => ({
    Sid,
    Effect: 'Allow',
    Action: needed.filter((each) => each.scope === scope).map(({ action }) => action),
    Resource,
  })
  const document = {
    Version: '2012-10-17',
    Statement: [
      statement('RolecallAccount', 'any', '*'),
      statement('RolecallProvider', 'provider', `${iam}:oidc-provider/*`),
      statement('RolecallRoles', 'role', `${iam}:role/*`),
    ],
  }
  return JSON.stringify(document, null, 2)
}
