import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  type ManagedPolicyDetail,
  paginateGetAccountAuthorizationDetails,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type Role,
  type RoleDetail,
} from '@aws-sdk/client-iam'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { RoleName } from '../../../shared/domain/ids'
import type { NamedPolicy, RoleObservation } from '../../../shared/domain/observation'
import { decodeDocument, namesGithub } from './documents'
import { absentAsNull, calling, unintelligible } from './errors'
import type { AwsSession } from './session'

const PAGE_SIZE = 1000

/** Every role that trusts a GitHub issuer, with its policies, by one pagination for the whole account. */
export async function githubRoles(session: AwsSession, signal?: AbortSignal): Promise<RoleObservation[]> {
  const call = { action: 'iam:GetAccountAuthorizationDetails', profile: session.profile }
  return calling(call, async () => {
    const roles: RoleDetail[] = []
    const documents = new Map<string, string | null>()
    const pages = paginateGetAccountAuthorizationDetails(
      { client: session.iam, pageSize: PAGE_SIZE },
      { Filter: ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
      { ...(signal ? { abortSignal: signal } : {}) },
    )
    for await (const page of pages) {
      /* IAM always says whether there is more. A proxy's page does not, and must not read as an empty account. */
      if (page.IsTruncated === undefined) throw new ExpectedFailure(unintelligible(call))
      roles.push(...(page.RoleDetailList ?? []))
      for (const policy of page.Policies ?? []) documents.set(policy.Arn ?? '', defaultDocument(policy))
    }
    const ours = roles.filter((role) => namesGithub(decodeDocument(role.AssumeRolePolicyDocument ?? '')))
    await readMissing(session, documents, ours.flatMap(boundaryOf))
    return ours.map((role) => observedDetail(role, documents))
  })
}

/** The listing has no policy of AWS's that is attached nowhere; as a boundary it counts all the same. */
async function readMissing(
  { iam, profile }: AwsSession,
  documents: Map<string, string | null>,
  wanted: string[],
): Promise<void> {
  const missing = [...new Set(wanted)].filter((arn) => !documents.has(arn))
  await Promise.all(missing.map(async (arn) => documents.set(arn, await managedDocument(iam, profile, arn))))
}

function boundaryOf({ PermissionsBoundary }: Role | RoleDetail): string[] {
  const arn = PermissionsBoundary?.PermissionsBoundaryArn
  return arn === undefined ? [] : [arn]
}

/** The longest session that a role gives, in seconds: the listing does not carry it. */
export async function readSessionLength(
  session: AwsSession,
  name: RoleName,
  signal?: AbortSignal,
): Promise<number | null> {
  return absentAsNull(() =>
    calling({ action: 'iam:GetRole', profile: session.profile }, async () => {
      const answer = await session.iam.send(new GetRoleCommand({ RoleName: name }), {
        ...(signal ? { abortSignal: signal } : {}),
      })
      return answer.Role?.MaxSessionDuration ?? null
    }),
  )
}

function defaultDocument(policy: ManagedPolicyDetail): string | null {
  const version = policy.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion)
  return version?.Document === undefined ? null : decodeDocument(version.Document)
}

function observedDetail(role: RoleDetail, documents: Map<string, string | null>): RoleObservation {
  return {
    ...observedRole(role),
    maxSessionDuration: null,
    inlinePolicies: (role.RolePolicyList ?? []).map(({ PolicyName, PolicyDocument }) => ({
      name: PolicyName ?? '',
      arn: null,
      document: PolicyDocument === undefined ? null : decodeDocument(PolicyDocument),
    })),
    attachedPolicies: (role.AttachedManagedPolicies ?? []).map(({ PolicyName, PolicyArn }) => ({
      name: PolicyName ?? '',
      arn: PolicyArn ?? null,
      document: documents.get(PolicyArn ?? '') ?? null,
    })),
    boundaryDocument: boundaryOf(role).map((arn) => documents.get(arn) ?? null)[0] ?? null,
  }
}

function observedRole(role: Role | RoleDetail) {
  return {
    arn: role.Arn ?? '',
    name: RoleName.parse(role.RoleName),
    path: role.Path ?? '/',
    createdAt: (role.CreateDate ?? new Date(0)).toISOString(),
    trust: decodeDocument(role.AssumeRolePolicyDocument ?? ''),
    boundaryArn: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    lastUsedAt: role.RoleLastUsed?.LastUsedDate?.toISOString() ?? null,
  }
}

/** One role with its policies; null where there is none of that name. */
export async function readRole(session: AwsSession, name: RoleName): Promise<RoleObservation | null> {
  const role = await absentAsNull(() =>
    calling({ action: 'iam:GetRole', profile: session.profile }, async () => {
      const answer = await session.iam.send(new GetRoleCommand({ RoleName: name }))
      return answer.Role ?? null
    }),
  )
  if (!role) return null
  const [boundary] = boundaryOf(role)
  const [inlinePolicies, attachedPolicies, boundaryDocument] = await Promise.all([
    inlineOf(session, name),
    attachedOf(session, name),
    boundary === undefined ? null : managedDocument(session.iam, session.profile, boundary),
  ])
  return {
    ...observedRole(role),
    description: role.Description ?? null,
    maxSessionDuration: role.MaxSessionDuration ?? null,
    inlinePolicies,
    attachedPolicies,
    boundaryDocument,
  }
}

async function inlineOf(session: AwsSession, role: RoleName): Promise<NamedPolicy[]> {
  const { iam, profile } = session
  const names = await calling({ action: 'iam:ListRolePolicies', profile }, async () => {
    const found: string[] = []
    for await (const page of paginateListRolePolicies({ client: iam }, { RoleName: role })) {
      found.push(...(page.PolicyNames ?? []))
    }
    return found
  })
  return Promise.all(
    names.map((name) =>
      calling({ action: 'iam:GetRolePolicy', profile }, async () => {
        const answer = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name }))
        return { name, arn: null, document: decodeDocument(answer.PolicyDocument ?? '') }
      }),
    ),
  )
}

async function attachedOf(session: AwsSession, role: RoleName): Promise<NamedPolicy[]> {
  const { iam, profile } = session
  const attached = await calling({ action: 'iam:ListAttachedRolePolicies', profile }, async () => {
    const found: { name: string; arn: string }[] = []
    for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName: role })) {
      for (const { PolicyName, PolicyArn } of page.AttachedPolicies ?? []) {
        found.push({ name: PolicyName ?? '', arn: PolicyArn ?? '' })
      }
    }
    return found
  })
  return Promise.all(
    attached.map(async ({ name, arn }) => ({
      name,
      arn,
      document: await managedDocument(iam, profile, arn),
    })),
  )
}

/** Null where the document may not be read: the role's other policies still count. */
async function managedDocument(iam: IAMClient, profile: string, arn: string): Promise<string | null> {
  try {
    return await calling({ action: 'iam:GetPolicyVersion', profile }, async () => {
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }))
      const VersionId = Policy?.DefaultVersionId
      const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }))
      return answer.PolicyVersion?.Document === undefined
        ? null
        : decodeDocument(answer.PolicyVersion.Document)
    })
  } catch (error) {
    const hidden =
      error instanceof ExpectedFailure && ['forbidden', 'not-found'].includes(error.failure.reason)
    if (hidden) return null
    throw error
  }
}
