import { AwsFault, noSuchEntity } from '../aws-fault'
import type { AwsAccount, AwsRole } from '../aws-world'
import { pageOf, type QueryAction, type QueryCall, timestamp, uniqueId } from '../query-action'
import { findRole } from '../roles-in-force'
import type { XmlTree } from '../xml'
import { checkTrust } from './documents'
import { entityDescription, entityName, entityPath, entityTags, sessionDuration } from './names'

/** The role that `RoleName` names. */
export function namedRole(call: QueryCall): AwsRole {
  const name = entityName(call.form, 'RoleName')
  const role = findRole(call.caller.account, name)
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`)
  return role
}

export function arnOfRole(account: AwsAccount, role: { path: string; name: string }): string {
  return `arn:aws:iam::${account.id}:role${role.path}${role.name}`
}

/** What `RoleName` stands for in a permission check; the path is known only of a role that exists. */
export function roleResource(call: QueryCall): string {
  const name = entityName(call.form, 'RoleName')
  return arnOfRole(call.caller.account, findRole(call.caller.account, name) ?? { path: '/', name })
}

/** Marks a role as changed, so that eventual consistency counts from now. */
export function touch(call: QueryCall, role: AwsRole): void {
  role.changedAt = new Date(call.stage.now()).toISOString()
  call.stage.changed()
}

/** Documents travel URL-encoded by RFC 3986. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16)}`)
}

/** What every role shape carries: `Role` of a listing, of `GetRole`, and `RoleDetail`. */
export function roleSummary(account: AwsAccount, role: AwsRole): Record<string, XmlTree> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: arnOfRole(account, role),
    CreateDate: timestamp(Date.parse(role.createdAt)),
    AssumeRolePolicyDocument: encodeDocument(role.trust),
  }
}

/** Boundary, tags and last use: in `GetRole` and `RoleDetail`, never in a listing. */
export function roleExtras(role: AwsRole): Record<string, XmlTree> {
  return {
    PermissionsBoundary:
      role.boundaryArn === null
        ? null
        : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundaryArn },
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    RoleLastUsed:
      role.lastUsedAt === null
        ? {}
        : { LastUsedDate: timestamp(Date.parse(role.lastUsedAt)), Region: role.lastUsedRegion },
  }
}

function listed(account: AwsAccount, role: AwsRole): Record<string, XmlTree> {
  return {
    ...roleSummary(account, role),
    Description: role.description === '' ? null : role.description,
    MaxSessionDuration: role.maxSessionDuration,
  }
}

/** The managed policy that `PermissionsBoundary` names (IAM API reference, PutRolePermissionsBoundary). */
function boundaryNamed(call: QueryCall): string {
  const arn = call.form.required('PermissionsBoundary')
  if (!/^arn:aws(?:-cn|-us-gov|-eusc)?:iam::(?:\d{12}|aws):policy\/\S+$/.test(arn)) {
    throw new AwsFault('ValidationError', `ARN ${arn} is not valid.`)
  }
  const known = call.caller.account.managedPolicies.some((policy) => policy.arn === arn)
  if (!known) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)
  return arn
}

function createRole(call: QueryCall): XmlTree {
  const { account } = call.caller
  const name = entityName(call.form, 'RoleName')
  const trust = call.form.required('AssumeRolePolicyDocument')
  const path = entityPath(call.form)
  const tags = entityTags(call.form)
  const maxSessionDuration = sessionDuration(call.form, 3600)
  const boundaryArn = call.form.text('PermissionsBoundary') === null ? null : boundaryNamed(call)
  checkTrust(trust)
  if (account.roles.some((role) => role.name.toLowerCase() === name.toLowerCase())) {
    throw new AwsFault('EntityAlreadyExists', `Role with name ${name} already exists.`, 409)
  }
  const now = new Date(call.stage.now()).toISOString()
  const role: AwsRole = {
    name,
    path,
    id: uniqueId('AROA'),
    createdAt: now,
    changedAt: now,
    description: entityDescription(call.form) ?? '',
    maxSessionDuration,
    trust,
    inlinePolicies: {},
    attachedPolicyArns: [],
    boundaryArn,
    tags,
    lastUsedAt: null,
    lastUsedRegion: null,
  }
  account.roles.push(role)
  call.stage.changed()
  return { Role: { ...listed(account, role), ...roleExtras(role) } }
}

function deleteRole(call: QueryCall): XmlTree {
  const role = namedRole(call)
  if (role.attachedPolicyArns.length > 0) {
    throw new AwsFault('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409)
  }
  if (Object.keys(role.inlinePolicies).length > 0) {
    throw new AwsFault('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409)
  }
  const { account } = call.caller
  account.roles = account.roles.filter((each) => each !== role)
  call.stage.changed()
  return {}
}

/** IAM's actions on roles themselves. */
export const roleActions: Record<string, QueryAction> = {
  CreateRole: {
    resource: (call) =>
      arnOfRole(call.caller.account, {
        path: entityPath(call.form),
        name: entityName(call.form, 'RoleName'),
      }),
    perform: createRole,
  },
  GetRole: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      return { Role: { ...listed(call.caller.account, role), ...roleExtras(role) } }
    },
  },
  DeleteRole: { resource: roleResource, perform: deleteRole },
  UpdateRole: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      role.maxSessionDuration = sessionDuration(call.form, role.maxSessionDuration)
      role.description = entityDescription(call.form) ?? role.description
      touch(call, role)
      return {}
    },
  },
  UpdateAssumeRolePolicy: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      const trust = call.form.required('PolicyDocument')
      checkTrust(trust)
      role.trust = trust
      touch(call, role)
      return {}
    },
  },
  TagRole: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      role.tags = entityTags(call.form, role.tags)
      call.stage.changed()
      return {}
    },
  },
  UntagRole: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      const gone = new Set(call.form.list('TagKeys').map((key) => key.toLowerCase()))
      role.tags = Object.fromEntries(
        Object.entries(role.tags).filter(([key]) => !gone.has(key.toLowerCase())),
      )
      call.stage.changed()
      return {}
    },
  },
  PutRolePermissionsBoundary: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      role.boundaryArn = boundaryNamed(call)
      touch(call, role)
      return {}
    },
  },
  DeleteRolePermissionsBoundary: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      if (role.boundaryArn === null) {
        throw noSuchEntity(`The role with name ${role.name} does not have a permissions boundary.`)
      }
      role.boundaryArn = null
      touch(call, role)
      return {}
    },
  },
  ListRoles: {
    resource: (call) => `arn:aws:iam::${call.caller.account.id}:role/`,
    perform: (call) => {
      const { account } = call.caller
      const prefix = call.form.text('PathPrefix') ?? '/'
      const { items, paging } = pageOf(
        account.roles.filter((role) => role.path.startsWith(prefix)),
        call.form,
      )
      return { Roles: items.map((role) => listed(account, role)), ...paging }
    },
  },
}
