import type { AccountId } from './ids'
import type { RepositoryFacts, RoleObservation } from './observation'
import type { Conflict, Plan, Step } from './plan'
import { conflict, type Draft, step, steps, together, unreadPart } from './plan/draft'
import { deleteSecret } from './plan/value-steps'
import type { PlannableContext } from './plan-setup'
import { sameName } from './setting-in-force'
import type { Holder } from './setup'
import { secretsSeen } from './static-keys'
import { roleNamed } from './target'
import { withdrawSubjects } from './trust-withdrawal'
import { SETTINGS, type WantedSettings, wantedSettings, wantedText } from './wanted-settings'

/** The tag that Rolecall gives to a role that it makes: the repository that it is for. */
export const OWNER_TAG = 'rolecall:repository'

/** A draft, and what the tear-down leaves in place. */
interface Removal extends Draft {
  left: Conflict[]
}

/**
 * Plans the removal of what a repository's setup put in place: its values, and its role or its subjects in a role that
 * others share. What others of the account use, and the workflow itself, is left and said so. Pure, as `planSetup`.
 */
export function planTearDown(context: PlannableContext, id: string): Plan {
  const { observation, setup } = context
  const { facts } = observation
  const wanted = wantedSettings(setup, context.account)
  const removal = facts.archived
    ? nothingLeft(
        conflict(facts.repository, 'The repository is archived and cannot be changed. Unarchive it first.'),
      )
    : removalOf(context, wanted)
  return {
    id,
    repository: facts.repository,
    createdAt: new Date(context.now).toISOString(),
    setup,
    purpose: 'tear-down',
    ...removal,
  }
}

function removalOf(context: PlannableContext, wanted: WantedSettings): Removal {
  const parts = [variables(context, wanted), secrets(context), roleRemoval(context)]
  const left = [...parts.flatMap((part) => part.left), ...sharedThings(context)]
  return { ...together(parts), left }
}

const nothingLeft = (draft: Draft): Removal => ({ ...draft, left: [] })

/** Values that a setup writes, by the name that holds each. */
function valuesOf({ setup }: PlannableContext, wanted: WantedSettings): { holder: Holder; value: string }[] {
  const { convention } = setup
  const settings = SETTINGS.flatMap((setting) => {
    const holder = convention[setting]
    return holder ? [{ holder, value: wantedText(wanted, setting) }] : []
  })
  const fixed = convention.fixed.map(({ name, value }) => ({
    holder: { kind: 'variable' as const, name },
    value,
  }))
  return [...settings, ...fixed]
}

function variables(context: PlannableContext, wanted: WantedSettings): Removal {
  const { observation } = context
  const { repository } = observation.facts
  if (!observation.variables.known) return nothingLeft(unreadPart(observation.variables.failure))
  const ours = valuesOf(context, wanted).filter(({ holder }) => holder.kind === 'variable')
  const parts = observation.variables.value.flatMap(({ name, value, scope }): Removal[] => {
    const held = ours.find(({ holder }) => sameName(holder.name, name))
    if (!held || scope.kind === 'organization') return []
    const environment = scope.kind === 'environment' ? scope.environment : null
    const target = variableTarget(repository, name, environment)
    if (value === held.value) return [nothingLeft(steps(deleteVariable(context, name, environment, value)))]
    const says = `It holds ${value}, and the setup’s value is ${held.value}: somebody gave it another meaning.`
    return [{ ...steps(), left: [{ target, says }] }]
  })
  return { ...together(parts), left: parts.flatMap(({ left }) => left) }
}

function variableTarget(repository: string, name: string, environment: string | null): string {
  return `${repository} variable ${name}${environment === null ? '' : ` in environment ${environment}`}`
}

function deleteVariable(
  { observation }: PlannableContext,
  name: string,
  environment: string | null,
  before: string,
) {
  const { repository } = observation.facts
  const place = environment === null ? 'actions' : 'environments/{environment_name}'
  return step(
    { kind: 'delete-variable', repository, environment, name, before },
    {
      link: 'variables',
      title: `Delete the variable ${name}${environment === null ? '' : ` in environment ${environment}`}`,
      target: variableTarget(repository, name, environment),
      before,
      after: null,
      language: 'text',
      calls: [`DELETE /repos/{owner}/{repo}/${place}/variables/{name}`],
      needs: [environment === null ? 'Variables: write' : 'Environments: write'],
    },
  )
}

/** The role's ARN where a secret keeps it. What a secret held cannot be read, so its deletion cannot be taken back. */
function secrets({ observation, setup }: PlannableContext): Removal {
  const { role } = setup.convention
  if (role.kind !== 'secret') return nothingLeft(steps())
  if (!observation.secrets.known) return nothingLeft(unreadPart(observation.secrets.failure))
  const environment = role.level?.kind === 'environment' ? role.level.environment : null
  const held = secretsSeen(observation).some(({ name, scope }) => {
    const isThere =
      scope.kind === 'environment'
        ? scope.environment.toLowerCase() === environment?.toLowerCase()
        : environment === null && scope.kind === 'repository'
    return isThere && sameName(name, role.name)
  })
  if (!held) return nothingLeft(steps())
  return nothingLeft(steps(deleteSecret(observation.facts, role.name, environment)))
}

function roleRemoval(context: PlannableContext): Removal {
  const { account, accountFailure, setup, observation } = context
  if (!account || account.account !== setup.account) {
    const says =
      accountFailure?.sentence ?? `Connect a profile that reaches the AWS account ${setup.account}.`
    return nothingLeft({ steps: [], conflicts: [], needed: [{ kind: 'connection', says }] })
  }
  if (!account.roles.known) return nothingLeft(unreadPart(account.roles.failure))
  const role = roleNamed(account, setup.role)
  if (!role) return nothingLeft(steps())
  const withdrawn = withdrawSubjects(role.trust, observation.facts)
  if (!withdrawn.ok) return nothingLeft(conflict(`trust policy of ${role.arn}`, withdrawn.why))
  if (withdrawn.document === null) return wholeRole(context, role)
  const others = {
    target: role.arn,
    says: `The role ${role.name} stays with its permissions: others take it, too.`,
  }
  const wider = withdrawn.wider.map((pattern) => ({
    target: `trust policy of ${role.arn}`,
    says: `The pattern ${pattern} stays and still lets ${observation.facts.repository} in: it names others, too.`,
  }))
  if (withdrawn.document === role.trust) return { ...steps(), left: [others, ...wider] }
  return { ...steps(withdrawal(context, role, withdrawn.document)), left: [others, ...wider] }
}

function withdrawal({ setup, observation }: PlannableContext, role: RoleObservation, after: string) {
  return step(
    { kind: 'update-trust', account: setup.account, role: role.name, before: role.trust, after },
    {
      link: 'trust',
      title: `Let ${role.name} no longer trust ${observation.facts.repository}`,
      target: role.arn,
      before: role.trust,
      after,
      language: 'json',
      calls: ['iam:UpdateAssumeRolePolicy'],
      needs: ['iam:UpdateAssumeRolePolicy'],
    },
  )
}

/** Nobody else is trusted: the role goes when Rolecall made it for this repository and nobody gave it more since. */
function wholeRole({ setup, observation }: PlannableContext, role: RoleObservation): Removal {
  const kept = whyKept(role, observation.facts)
  if (kept) return { ...steps(), left: [{ target: role.arn, says: kept }] }
  const account = setup.account
  const unread = role.inlinePolicies.find(({ document }) => document === null)
  if (unread)
    return nothingLeft(conflict(role.arn, `The policy ${unread.name} could not be read. Read again.`))
  const policies = role.inlinePolicies.flatMap(({ name, document }) =>
    document === null ? [] : deletePolicy(account, role, name, document),
  )
  return nothingLeft(
    steps(
      ...policies,
      deleteRole(
        setup.account,
        role,
        policies.map(({ id }) => id),
      ),
    ),
  )
}

function deletePolicy(account: AccountId, role: RoleObservation, name: string, document: string): Step {
  return step(
    { kind: 'delete-role-policy', account, role: role.name, policy: name, before: document },
    {
      link: 'permissions',
      title: `Delete the policy ${name} of ${role.name}`,
      target: `${role.arn} policy ${name}`,
      before: document,
      after: null,
      language: 'json',
      calls: ['iam:DeleteRolePolicy'],
      needs: ['iam:DeleteRolePolicy'],
    },
  )
}

function whyKept(role: RoleObservation, { repository }: RepositoryFacts): string | null {
  const tag = role.tags[OWNER_TAG]
  if (tag === undefined)
    return `The role ${role.name} stays: Rolecall did not make it. Delete it in IAM if nothing else needs it.`
  if (tag.toLowerCase() !== repository.toLowerCase())
    return `The role ${role.name} stays: it was made for ${tag}. Tear that one down, or delete it in IAM.`
  const [attached] = role.attachedPolicies
  if (attached) return `The role ${role.name} stays: somebody attached the policy ${attached.name} to it.`
  return null
}

function deleteRole(account: AccountId, role: RoleObservation, after: string[]) {
  const { name, path, trust, description = null, tags, boundaryArn, maxSessionDuration } = role
  return step(
    {
      kind: 'delete-role',
      account,
      name,
      path,
      trust,
      description,
      tags,
      boundary: boundaryArn,
      maxSessionDuration: maxSessionDuration ?? 3600,
    },
    {
      link: 'trust',
      title: `Delete the role ${name}`,
      target: role.arn,
      before: trust,
      after: null,
      language: 'json',
      calls: ['iam:DeleteRole'],
      needs: ['iam:DeleteRole'],
      dependsOn: after,
    },
  )
}

/** What others of the account, or the repository itself, have a use for. */
function sharedThings({ account, observation }: PlannableContext): Conflict[] {
  const provider = account?.provider.known ? account.provider.value : null
  const workflows = observation.workflows.known ? observation.workflows.value : []
  return [
    ...(provider
      ? [{ target: provider.arn, says: 'The OIDC provider stays: every repository of the account uses it.' }]
      : []),
    ...(account?.useCaseForm.known && account.useCaseForm.value === 'submitted'
      ? [
          {
            target: `first-time-use form of ${account.account}`,
            says: 'The form stays: AWS takes it once for the account.',
          },
        ]
      : []),
    ...(workflows.length > 0
      ? [
          {
            target: observation.facts.repository,
            says: 'The workflow files stay: without their role they fail. Delete or disable them in GitHub.',
          },
        ]
      : []),
  ]
}
