import type { AccountId } from '../ids'
import type { Plan, Step } from '../plan'
import { type ByHand, type Desired, type DesiredPolicy, type DesiredRole, gather, roleKey } from './desired'
import { cloudFormationName, LogicalNames } from './names'

interface Resource {
  Type: string
  Condition?: string
  DependsOn?: string
  Properties: Record<string, unknown>
}

/** A template, or why CloudFormation has no part in these plans. */
export type Template = { ok: true; text: string; byHand: number } | { ok: false; why: string }

/* CloudFormation quotas: resources in a template. */
const MOST_RESOURCES = 500

/** Plans as a CloudFormation template in JSON. It creates what is new; all else is told in its Metadata. */
export function cloudFormationOf(plans: readonly Plan[]): Template {
  const desired = gather(plans)
  const names = new LogicalNames(cloudFormationName)
  const accounts = [...new Set([...created(desired)].map(({ account }) => account))]
  const many = accounts.length > 1
  const resources = Object.fromEntries([
    ...providers(desired, names, many),
    ...roles(desired, names, many),
    ...rolePolicies(desired, names, many),
  ])
  const size = Object.keys(resources).length
  if (size === 0) return { ok: false, why: NOTHING_NEW }
  if (size > MOST_RESOURCES)
    return {
      ok: false,
      why: `A template takes ${MOST_RESOURCES} resources; this one would have ${size}. Export fewer repositories at once.`,
    }
  const byHand = [...desired.byHand.values(), ...standing(desired, plans), ...onGithub(plans)]
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: describe(plans, byHand.length),
    Metadata: { Rolecall: { Plans: plans.map(planned), ByHand: byHand.map(told) } },
    ...(many && { Conditions: Object.fromEntries(accounts.map(condition)) }),
    Resources: resources,
    ...outputs(desired, names, many),
  }
  return { ok: true, text: `${JSON.stringify(template, null, 2)}\n`, byHand: byHand.length }
}

const NOTHING_NEW =
  'CloudFormation can make none of these changes: they are GitHub’s, or change what stands already. Export them as Terraform, which imports what stands.'

type Entry = [string, Resource]

/* One template for several accounts: in each of them only its own part is made. */
function inAccount(account: AccountId, many: boolean): Pick<Resource, 'Condition'> {
  return many ? { Condition: `Account${account}` } : {}
}

function condition(account: AccountId): [string, object] {
  return [`Account${account}`, { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, account] }]
}

function* created(desired: Desired): Iterable<{ account: AccountId }> {
  for (const provider of desired.providers.values()) if (provider.stands === null) yield provider
  yield* newRoles(desired)
  yield* newPolicies(desired)
}

function newRoles({ roles: all }: Desired): DesiredRole[] {
  return [...all.values()].filter(({ stands }) => !stands)
}

/* Of roles that stand; those of a new role are written inside it. */
function newPolicies({ policies, roles: all }: Desired): DesiredPolicy[] {
  return [...policies.values()].filter(
    ({ account, role, before }) => before === null && (all.get(roleKey(account, role))?.stands ?? true),
  )
}

function providers(desired: Desired, names: LogicalNames, many: boolean): Entry[] {
  const fresh = [...desired.providers.values()].filter(({ stands }) => stands === null)
  return fresh.map(({ account, url, clientIds }) => [
    names.of(`provider ${account}`, 'GitHub provider'),
    {
      Type: 'AWS::IAM::OIDCProvider',
      ...inAccount(account, many),
      Properties: { Url: url, ClientIdList: clientIds },
    },
  ])
}

function roles(desired: Desired, names: LogicalNames, many: boolean): Entry[] {
  return newRoles(desired).map((role) => {
    const { account } = role
    const isProviderNew = desired.providers.get(account)?.stands === null
    return [
      roleId(role, names),
      {
        Type: 'AWS::IAM::Role',
        ...inAccount(account, many),
        ...(isProviderNew && { DependsOn: names.of(`provider ${account}`, 'GitHub provider') }),
        Properties: roleProperties(desired, role),
      },
    ]
  })
}

function roleId({ account, name }: DesiredRole, names: LogicalNames): string {
  return names.of(`role ${roleKey(account, name)}`, `${name} role`)
}

function roleProperties({ policies }: Desired, role: DesiredRole): Record<string, unknown> {
  const own = [...policies.values()].filter(
    (policy) => policy.account === role.account && policy.role === role.name,
  )
  return {
    RoleName: role.name,
    Path: role.path,
    ...(role.description !== undefined && { Description: role.description }),
    AssumeRolePolicyDocument: JSON.parse(role.trust ?? '{}'),
    ...(role.maxSessionDuration !== undefined && { MaxSessionDuration: role.maxSessionDuration }),
    ...(role.boundary && { PermissionsBoundary: role.boundary }),
    ...(own.length > 0 && {
      Policies: own.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: JSON.parse(document) })),
    }),
    Tags: Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  }
}

function rolePolicies(desired: Desired, names: LogicalNames, many: boolean): Entry[] {
  return newPolicies(desired).map(({ account, role, name, document }) => [
    names.of(`policy ${roleKey(account, role)}/${name}`, `${role} ${name} policy`),
    {
      Type: 'AWS::IAM::RolePolicy',
      ...inAccount(account, many),
      Properties: { RoleName: role, PolicyName: name, PolicyDocument: JSON.parse(document) },
    },
  ])
}

function outputs(desired: Desired, names: LogicalNames, many: boolean): { Outputs?: object } {
  const entries = newRoles(desired).map((role) => {
    const id = roleId(role, names)
    const value = { 'Fn::GetAtt': [id, 'Arn'] }
    const Description = `ARN of the role of ${role.repositories.join(', ')}`.slice(0, 1024)
    return [`${id}Arn`, { Description, ...inAccount(role.account, many), Value: value }]
  })
  return entries.length > 0 ? { Outputs: Object.fromEntries(entries) } : {}
}

/* What stands is not CloudFormation's until it is imported as a resource, with all of its properties. */
function standing(desired: Desired, plans: readonly Plan[]): ByHand[] {
  const isLeft = ({ action }: Step): boolean => {
    switch (action.kind) {
      case 'add-audience':
      case 'update-trust':
      case 'set-boundary':
      case 'set-role-tags':
      case 'set-session-duration':
        return true
      case 'put-role-policy':
        return action.before !== null
      default:
        return false
    }
  }
  return stepsWhere(plans, isLeft, STANDS)
    .filter(({ id }) => !desired.byHand.has(id))
    .map(({ left }) => left)
}

const STANDS =
  'It stands already, and a stack changes only what is its own: apply it with Rolecall, or import the resource into a stack with all of its properties.'

const ON_GITHUB = new Set<Step['kind']>(['set-variable', 'set-secret', 'propose-workflow'])

function onGithub(plans: readonly Plan[]): ByHand[] {
  const says = 'CloudFormation does not reach GitHub: apply it with Rolecall, with Terraform, or by hand.'
  return stepsWhere(plans, ({ kind }) => ON_GITHUB.has(kind), says).map(({ left }) => left)
}

function stepsWhere(
  plans: readonly Plan[],
  isLeft: (step: Step) => boolean,
  says: string,
): { id: string; left: ByHand }[] {
  return plans.flatMap(({ repository, steps }) =>
    steps.filter(isLeft).map((step) => {
      const { id, title, target, after } = step
      const value = step.language === 'json' && after !== null ? { document: JSON.parse(after) } : {}
      return { id, left: { repository, title, target, says, ...value } }
    }),
  )
}

function describe(plans: readonly Plan[], byHand: number): string {
  const [only] = plans
  const whose = plans.length === 1 && only ? only.repository : `${plans.length} repositories`
  const rest =
    byHand === 0
      ? ''
      : ` ${byHand} of the changes ${byHand === 1 ? 'is' : 'are'} not in it: see Metadata, Rolecall, ByHand.`
  return `Lets GitHub Actions of ${whose} call Amazon Bedrock. Written by Rolecall.${rest}`
}

function planned({ repository, createdAt }: Plan): object {
  return { Repository: repository, PlannedAt: createdAt }
}

function told({ repository, title, target, says, document }: ByHand): object {
  return {
    Repository: repository,
    Change: title,
    Target: target,
    Why: says,
    ...(document !== undefined && { Wanted: document }),
  }
}
