import { TRUST_QUOTA } from '../../../../shared/domain/policy-acceptance'
import { AwsFault } from '../aws-fault'
import type { AwsAccount, AwsManagedPolicy, AwsRole } from '../aws-world'
import { pageOf, type QueryAction, type QueryCall } from '../query-action'
import { XmlMap, type XmlTree } from '../xml'
import { INLINE_QUOTA } from './documents'
import { encodeDocument, roleExtras, roleSummary } from './roles'

const FILTERS = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy']

/** A `RoleDetail`; unlike a `Role` it has no `MaxSessionDuration` and no `Description`. */
function roleDetail(account: AwsAccount, role: AwsRole): XmlTree {
  return {
    ...roleSummary(account, role),
    InstanceProfileList: [],
    RolePolicyList: Object.entries(role.inlinePolicies).map(([PolicyName, document]) => ({
      PolicyName,
      PolicyDocument: encodeDocument(document),
    })),
    AttachedManagedPolicies: role.attachedPolicyArns.map((arn) => ({
      PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
      PolicyArn: arn,
    })),
    ...roleExtras(role),
  }
}

function policyDetail(policy: AwsManagedPolicy): XmlTree {
  return {
    PolicyName: policy.name,
    Arn: policy.arn,
    Path: '/',
    DefaultVersionId: 'v1',
    IsAttachable: true,
    PolicyVersionList: [
      { Document: encodeDocument(policy.document), VersionId: 'v1', IsDefaultVersion: true },
    ],
  }
}

const ownedByAws = (policy: AwsManagedPolicy) => policy.arn.startsWith('arn:aws:iam::aws:')

function authorizationDetails(call: QueryCall): XmlTree {
  const { account } = call.caller
  const wanted = call.form.list('Filter')
  const unknown = wanted.find((each) => !FILTERS.includes(each))
  if (unknown !== undefined) throw new AwsFault('ValidationError', `Invalid entity type ${unknown}.`)
  const includes = (filter: string) => wanted.length === 0 || wanted.includes(filter)
  const attached = new Set(account.roles.flatMap((role) => role.attachedPolicyArns))
  const policies = account.managedPolicies.filter((policy) =>
    ownedByAws(policy)
      ? includes('AWSManagedPolicy') && attached.has(policy.arn)
      : includes('LocalManagedPolicy'),
  )
  const entities = [
    ...(includes('Role') ? account.roles.map((role) => ({ role, policy: null })) : []),
    ...policies.map((policy) => ({ role: null, policy })),
  ]
  const { items, paging } = pageOf(entities, call.form)
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: items.flatMap(({ role }) => (role ? [roleDetail(account, role)] : [])),
    Policies: items.flatMap(({ policy }) => (policy ? [policyDetail(policy)] : [])),
    ...paging,
  }
}

function summary(account: AwsAccount): XmlMap {
  return new XmlMap({
    Roles: account.roles.length,
    RolesQuota: 1000,
    Providers: account.providers.length,
    Policies: account.managedPolicies.filter((policy) => !ownedByAws(policy)).length,
    AssumeRolePolicySizeQuota: TRUST_QUOTA,
    RolePolicySizeQuota: INLINE_QUOTA,
    AttachedPoliciesPerRoleQuota: 10,
  })
}

/** IAM's actions on the account as a whole. */
export const accountActions: Record<string, QueryAction> = {
  GetAccountAuthorizationDetails: { resource: () => '*', perform: authorizationDetails },
  GetAccountSummary: {
    resource: () => '*',
    perform: ({ caller }) => ({ SummaryMap: summary(caller.account) }),
  },
  ListAccountAliases: {
    resource: () => '*',
    perform: ({ caller: { account } }) => ({
      AccountAliases: account.alias === null ? [] : [account.alias],
      IsTruncated: false,
    }),
  },
}
