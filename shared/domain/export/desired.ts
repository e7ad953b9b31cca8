import type { AccountId, RepositoryName, RoleName } from '../ids'
import { parseRoleArn } from '../ids'
import type { Plan, Step, StepAction } from '../plan'
import { mergeDocuments } from './merge-documents'

/** What a plan changes that a tool cannot, with the reason and what to do. */
export interface ByHand {
  repository: RepositoryName
  title: string
  target: string
  says: string
  /** The policy document that is to stand, where it is one. */
  document?: unknown
}

/** The account's provider: new, or standing with audiences that it lacked. */
export interface DesiredProvider {
  account: AccountId
  url: string
  clientIds: readonly string[]
  /** Its ARN where it stands already. */
  stands: string | null
}

/** A role: new, or standing with the parts that change; a part that is left out stays as it is. */
export interface DesiredRole {
  account: AccountId
  name: RoleName
  path: string
  stands: boolean
  trust?: string
  /** The trust that stood when the plan was made. */
  trustBefore?: string
  description?: string
  tags?: Readonly<Record<string, string>>
  /** Null takes it away. */
  boundary?: string | null
  /** Seconds. */
  maxSessionDuration?: number
  repositories: readonly RepositoryName[]
}

/** A policy of a role; `before` null where there is none of its name. */
export interface DesiredPolicy {
  account: AccountId
  role: RoleName
  name: string
  before: string | null
  document: string
}

export type DesiredValue = Extract<StepAction, { kind: 'set-variable' | 'set-secret' }>
export type DesiredProposal = Extract<StepAction, { kind: 'propose-workflow' }>

/** What many plans together want to stand, each thing once. */
export interface Desired {
  providers: Map<string, DesiredProvider>
  roles: Map<string, DesiredRole>
  policies: Map<string, DesiredPolicy>
  values: { value: DesiredValue; step: Step }[]
  proposals: DesiredProposal[]
  byHand: Map<string, ByHand>
}

/** Gathers the steps of plans; what several change is merged, and what contradicts is left for the hand. */
export function gather(plans: readonly Pick<Plan, 'repository' | 'steps'>[]): Desired {
  const desired: Desired = {
    providers: new Map(),
    roles: new Map(),
    policies: new Map(),
    values: [],
    proposals: [],
    byHand: new Map(),
  }
  for (const { repository, steps } of plans) {
    for (const step of steps) add(desired, repository, step)
  }
  return desired
}

function add(desired: Desired, repository: RepositoryName, step: Step): void {
  const { action } = step
  switch (action.kind) {
    case 'create-provider':
    case 'add-audience':
      addProvider(desired, step, action)
      return
    case 'create-role':
    case 'update-trust':
    case 'set-boundary':
    case 'set-role-tags':
    case 'set-session-duration':
      addRole(desired, repository, step, action)
      return
    case 'put-role-policy':
      addPolicy(desired, repository, step, action)
      return
    case 'set-variable':
    case 'set-secret':
      desired.values.push({ value: action, step })
      return
    case 'propose-workflow':
      addProposal(desired, repository, step, action)
      return
    default:
      leave(desired, repository, step, byHandWords(action))
  }
}

function leave(desired: Desired, repository: RepositoryName, step: Step, says: string): void {
  const { title, target } = step
  desired.byHand.set(step.id, { repository, title, target, says })
}

type ProviderAction = Extract<StepAction, { kind: 'create-provider' | 'add-audience' }>

function addProvider({ providers }: Desired, { before, target }: Step, action: ProviderAction): void {
  if (action.kind === 'create-provider') {
    const { account, url, clientIds } = action
    providers.set(account, { account, url, clientIds, stands: null })
    return
  }
  const { account, providerArn, clientId } = action
  const url = `https://${providerArn.slice(providerArn.indexOf('/') + 1)}`
  const clientIds = [...(before?.split('\n').filter(Boolean) ?? []), clientId]
  providers.set(account, { account, url, clientIds, stands: target })
}

type RoleAction = Extract<
  StepAction,
  { kind: 'create-role' | 'update-trust' | 'set-boundary' | 'set-role-tags' | 'set-session-duration' }
>

function addRole(desired: Desired, repository: RepositoryName, step: Step, action: RoleAction): void {
  const name = action.kind === 'create-role' ? action.name : action.role
  const key = roleKey(action.account, name)
  const known = desired.roles.get(key) ?? {
    account: action.account,
    name,
    path: action.kind === 'create-role' ? action.path : pathOf(step.target),
    stands: action.kind !== 'create-role',
    repositories: [],
  }
  const next = withPart(known, action)
  if (next === null) {
    leave(desired, repository, step, CONTRADICTS)
    return
  }
  desired.roles.set(key, { ...next, repositories: [...new Set([...next.repositories, repository])] })
}

/* Null where another plan's change contradicts this one. */
function withPart(role: DesiredRole, action: RoleAction): DesiredRole | null {
  switch (action.kind) {
    case 'create-role': {
      const { trust, description, tags, boundary, maxSessionDuration } = action
      const whole = {
        description,
        tags,
        ...(boundary && { boundary }),
        ...(maxSessionDuration && { maxSessionDuration }),
      }
      return role.trust === undefined ? { ...role, ...whole, trust } : withTrust(role, null, trust)
    }
    case 'update-trust':
      return withTrust(role, action.before, action.after)
    case 'set-boundary':
      return 'boundary' in role && role.boundary !== action.after ? null : { ...role, boundary: action.after }
    case 'set-role-tags':
      return { ...role, tags: { ...action.after, ...role.tags } }
    case 'set-session-duration':
      return { ...role, maxSessionDuration: Math.max(action.after, role.maxSessionDuration ?? 0) }
    default: {
      const unreachable: never = action
      return unreachable
    }
  }
}

function withTrust(role: DesiredRole, before: string | null, after: string): DesiredRole | null {
  const stood = before === null ? {} : { trustBefore: before }
  if (role.trust === undefined) return { ...role, ...stood, trust: after }
  if ((role.trustBefore ?? null) !== before) return null
  const trust = mergeDocuments(before, role.trust, after)
  return trust === null ? null : { ...role, trust }
}

type PolicyAction = Extract<StepAction, { kind: 'put-role-policy' }>

function addPolicy(desired: Desired, repository: RepositoryName, step: Step, action: PolicyAction): void {
  const { account, role, policy: name, before, after } = action
  const key = `${roleKey(account, role)}/${name}`
  const known = desired.policies.get(key)
  const document =
    known && known.before !== before ? null : mergeDocuments(before, known?.document ?? after, after)
  if (document === null) leave(desired, repository, step, CONTRADICTS)
  else desired.policies.set(key, { account, role, name, before, document })
}

function addProposal(
  desired: Desired,
  repository: RepositoryName,
  step: Step,
  action: DesiredProposal,
): void {
  if (action.files.some(({ after }) => after === null))
    leave(
      desired,
      repository,
      step,
      'It deletes a file, which no tool of this kind does: open the pull request by hand.',
    )
  else desired.proposals.push(action)
}

const CONTRADICTS =
  'Another repository’s plan changes the same thing otherwise. Export or apply the two one after the other.'

type Handwork = Exclude<
  StepAction,
  ProviderAction | RoleAction | PolicyAction | DesiredValue | DesiredProposal
>

/* What neither tool has a resource for. */
function byHandWords(action: Handwork): string {
  switch (action.kind) {
    case 'accept-agreement':
      return `No resource accepts an agreement: use the Bedrock console of ${action.region}, or aws bedrock create-foundation-model-agreement.`
    case 'submit-use-case-form':
      return 'No resource submits the form: use the Bedrock console, or aws bedrock put-use-case-for-model-access.'
    case 'merge-pull-request':
      return 'Merge the pull request on GitHub once it is reviewed.'
    case 'enable-workflow':
      return `Run: gh workflow enable ${action.path.split('/').at(-1)} --repo ${action.repository}`
    case 'set-subject-form':
      return subjectWords(action)
    case 'share-variable':
      return `The organization’s other repositories are not this plan’s to write. Run: gh api --method PUT orgs/${action.organization}/actions/variables/${action.name}/repositories/${action.repositoryId}`
    case 'delete-variable':
    case 'delete-secret':
    case 'delete-role-policy':
    case 'delete-role':
      return 'A template deletes nothing that it does not manage: apply the tear-down with Rolecall, or delete it by hand.'
    default: {
      const unreachable: never = action
      return unreachable
    }
  }
}

/* Terraform’s github_actions_repository_oidc_subject_claim_customization_template has no such field and would drop it. */
function subjectWords({
  repository,
  claimKeys,
  after,
}: Extract<Handwork, { kind: 'set-subject-form' }>): string {
  const keys = (claimKeys ?? []).map((key) => ` -f 'include_claim_keys[]=${key}'`).join('')
  const call = `gh api --method PUT repos/${repository}/actions/oidc/customization/sub`
  return `No resource sets use_immutable_subject. Run: ${call} -F use_default=${claimKeys === null} -F use_immutable_subject=${after}${keys}`
}

/** What identifies a role over several accounts. */
export function roleKey(account: AccountId, role: RoleName): string {
  return `${account}/${role}`
}

/* A target is the role’s ARN, and what of it changes. */
function pathOf(target: string): string {
  return parseRoleArn(target.split(' ')[0] ?? '')?.path ?? '/'
}
