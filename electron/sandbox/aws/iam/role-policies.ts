import { countedSize } from '../../../../shared/domain/policy-acceptance'
import { AwsFault, noSuchEntity } from '../aws-fault'
import type { AwsManagedPolicy, AwsRole } from '../aws-world'
import { pageOf, type QueryAction, type QueryCall } from '../query-action'
import type { XmlTree } from '../xml'
import { checkPermissions, INLINE_QUOTA } from './documents'
import { entityName } from './names'
import { encodeDocument, namedRole, roleResource, touch } from './roles'

function namedPolicy(call: QueryCall, role: AwsRole): { name: string; document: string } {
  const name = entityName(call.form, 'PolicyName')
  const document = role.inlinePolicies[name]
  if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`)
  return { name, document }
}

function putRolePolicy(call: QueryCall): XmlTree {
  const role = namedRole(call)
  const name = entityName(call.form, 'PolicyName')
  const document = call.form.required('PolicyDocument')
  checkPermissions(document)
  const after = { ...role.inlinePolicies, [name]: document }
  const size = Object.values(after).reduce((total, each) => total + countedSize(each), 0)
  if (size > INLINE_QUOTA) {
    throw new AwsFault(
      'LimitExceeded',
      `Maximum policy size of ${INLINE_QUOTA} bytes exceeded for role ${role.name}`,
      409,
    )
  }
  role.inlinePolicies = after
  touch(call, role)
  return {}
}

function managed(call: QueryCall): AwsManagedPolicy {
  const arn = call.form.required('PolicyArn')
  const found = call.caller.account.managedPolicies.find((policy) => policy.arn === arn)
  if (!found) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
  return found
}

const byPolicyArn = (call: QueryCall) => call.form.required('PolicyArn')

/** IAM's actions on the policies of a role, and those that read a managed policy. */
export const rolePolicyActions: Record<string, QueryAction> = {
  PutRolePolicy: { resource: roleResource, perform: putRolePolicy },
  GetRolePolicy: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      const { name, document } = namedPolicy(call, role)
      return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeDocument(document) }
    },
  },
  ListRolePolicies: {
    resource: roleResource,
    perform: (call) => {
      const { items, paging } = pageOf(Object.keys(namedRole(call).inlinePolicies).sort(), call.form)
      return { PolicyNames: items, ...paging }
    },
  },
  DeleteRolePolicy: {
    resource: roleResource,
    perform: (call) => {
      const role = namedRole(call)
      const { name } = namedPolicy(call, role)
      const { [name]: _removed, ...rest } = role.inlinePolicies
      role.inlinePolicies = rest
      touch(call, role)
      return {}
    },
  },
  ListAttachedRolePolicies: {
    resource: roleResource,
    perform: (call) => {
      const { items, paging } = pageOf(namedRole(call).attachedPolicyArns, call.form)
      const AttachedPolicies = items.map((arn) => ({
        PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
        PolicyArn: arn,
      }))
      return { AttachedPolicies, ...paging }
    },
  },
  GetPolicy: {
    resource: byPolicyArn,
    perform: (call) => {
      const policy = managed(call)
      return { Policy: { PolicyName: policy.name, Arn: policy.arn, Path: '/', DefaultVersionId: 'v1' } }
    },
  },
  GetPolicyVersion: {
    resource: byPolicyArn,
    perform: (call) => {
      const policy = managed(call)
      const version = call.form.required('VersionId')
      if (version !== 'v1') {
        throw noSuchEntity(`Policy ${policy.arn} version ${version} does not exist or is not attachable.`)
      }
      return {
        PolicyVersion: {
          Document: encodeDocument(policy.document),
          VersionId: 'v1',
          IsDefaultVersion: true,
        },
      }
    },
  },
}
