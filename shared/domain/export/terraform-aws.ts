import { parseRoleArn } from '../ids'
import { type Desired, type DesiredPolicy, type DesiredProvider, type DesiredRole, roleKey } from './desired'
import type { HclBlock, HclValue } from './hcl'
import { importBlock, onlyChanges, resource, type TerraformNames } from './terraform-block'

/** The IAM side of an export: provider, roles and their policies, each with the import of what stands. */
export function awsBlocks(desired: Desired, names: TerraformNames): HclBlock[] {
  return [
    ...[...desired.providers.values()].flatMap((provider) => providerBlocks(provider, names)),
    ...[...desired.roles.values()].flatMap((role) => roleBlocks(desired, role, names)),
    ...[...desired.policies.values()].flatMap((policy) => policyBlocks(desired, policy, names)),
  ]
}

const PROVIDER = 'aws_iam_openid_connect_provider'
const ROLE = 'aws_iam_role'

function providerBlocks(
  { account, url, clientIds, stands }: DesiredProvider,
  names: TerraformNames,
): HclBlock[] {
  const name = names.of(PROVIDER, account, 'github')
  const attributes = { ...names.aws(account), url, client_id_list: { list: clientIds } }
  if (stands === null) return [resource(PROVIDER, name, attributes)]
  return [
    importBlock(PROVIDER, name, stands),
    resource(PROVIDER, name, attributes, [onlyChanges(['thumbprint_list', 'tags', 'tags_all'])]),
  ]
}

function roleBlocks({ providers }: Desired, role: DesiredRole, names: TerraformNames): HclBlock[] {
  const name = names.of(ROLE, roleKey(role.account, role.name), role.name)
  const provider = providers.get(role.account)
  const after = provider && `${PROVIDER}.${names.of(PROVIDER, provider.account, 'github')}`
  const attributes = {
    ...names.aws(role.account),
    name: role.name,
    path: role.path,
    assume_role_policy: role.trust === undefined ? stood(name, 'assume_role_policy') : document(role.trust),
    ...settings(role, name),
    ...(after && { depends_on: { expression: `[${after}]` } }),
  }
  if (!role.stands) return [resource(ROLE, name, attributes)]
  const left = unchanged(role)
  return [
    ...(readsStanding(role) ? [data(role, name, names)] : []),
    importBlock(ROLE, name, role.name),
    resource(ROLE, name, attributes, left.length > 0 ? [onlyChanges(left)] : []),
  ]
}

function settings(role: DesiredRole, name: string): Record<string, HclValue> {
  const { description, boundary, maxSessionDuration, tags, stands } = role
  return {
    ...(description !== undefined && { description }),
    ...(boundary !== undefined && { permissions_boundary: boundary }),
    ...(maxSessionDuration !== undefined && { max_session_duration: maxSessionDuration }),
    ...(tags && { tags: stands ? { base: `data.${ROLE}.${name}.tags`, merged: tags } : { map: tags } }),
  }
}

/* What the plan says nothing of must not be reset to a default by adopting the role. */
function unchanged({ trust, description, boundary, maxSessionDuration, tags }: DesiredRole): string[] {
  return [
    ...(trust === undefined ? ['assume_role_policy'] : []),
    ...(description === undefined ? ['description'] : []),
    ...(boundary === undefined ? ['permissions_boundary'] : []),
    ...(maxSessionDuration === undefined ? ['max_session_duration'] : []),
    ...(tags === undefined ? ['tags', 'tags_all'] : []),
  ]
}

/* Tags beside ours stay, and a trust that does not change is needed all the same. */
function readsStanding({ trust, tags }: DesiredRole): boolean {
  return trust === undefined || tags !== undefined
}

function stood(name: string, attribute: string): HclValue {
  return { expression: `data.${ROLE}.${name}.${attribute}` }
}

function data(role: DesiredRole, name: string, names: TerraformNames): HclBlock {
  return { type: 'data', labels: [ROLE, name], attributes: { ...names.aws(role.account), name: role.name } }
}

function policyBlocks({ roles }: Desired, policy: DesiredPolicy, names: TerraformNames): HclBlock[] {
  const type = 'aws_iam_role_policy'
  const key = roleKey(policy.account, policy.role)
  const name = names.of(type, `${key}/${policy.name}`, `${policy.role} ${policy.name}`)
  const role = roles.has(key) && { expression: `${ROLE}.${names.of(ROLE, key, policy.role)}.name` }
  const attributes = {
    ...names.aws(policy.account),
    name: policy.name,
    role: role || policy.role,
    policy: document(policy.document),
  }
  const own = resource(type, name, attributes)
  return policy.before === null ? [own] : [importBlock(type, name, `${policy.role}:${policy.name}`), own]
}

function document(text: string): HclValue {
  return { json: JSON.parse(text) }
}

/** The role that a secret's value names, in words; empty where it is no ARN. */
export function roleInWords(value: string | null): string {
  const role = value === null ? null : parseRoleArn(value)
  return role ? `: the ARN of the role ${role.name} in the account ${role.account}` : ''
}
