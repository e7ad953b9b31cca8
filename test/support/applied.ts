import type {
  AccountObservation,
  RepositoryObservation,
  RoleObservation,
  SecretName,
  ValueScope,
  Variable,
} from '../../shared/domain/observation'
import type { Plan, StepAction } from '../../shared/domain/plan'
import type { PlannableContext } from '../../shared/domain/plan-setup'
import { known, type Reading } from '../../shared/domain/reading'
import { parseReference } from '../../shared/domain/target'
import { parseWorkflow } from '../../shared/domain/workflow-file'
import { NOW, PROVIDER_ARN } from './observations'

/** The same world, read again after AWS and GitHub did exactly what each step says. */
export function applied(context: PlannableContext, plan: Plan): PlannableContext {
  const after = plan.steps.reduce((world, { action }) => apply(world, action), context)
  return { ...after, setup: plan.setup }
}

function apply(context: PlannableContext, action: StepAction): PlannableContext {
  const account = context.account && inAws(context.account, action)
  return { ...context, account, observation: inGithub(context.observation, action) }
}

function inAws(account: AccountObservation, action: StepAction): AccountObservation {
  switch (action.kind) {
    case 'create-provider': {
      const url = action.url.replace('https://', '')
      return { ...account, provider: known({ arn: PROVIDER_ARN, url, clientIds: action.clientIds }) }
    }
    case 'add-audience':
      return {
        ...account,
        provider: changed(
          account.provider,
          (provider) => provider && { ...provider, clientIds: [...provider.clientIds, action.clientId] },
        ),
      }
    case 'create-role':
      return { ...account, roles: changed(account.roles, (roles) => [...roles, created(action)]) }
    case 'update-trust':
      return withRole(account, action.role, (role) => ({ ...role, trust: action.after }))
    case 'put-role-policy':
      return withRole(account, action.role, (role) => ({
        ...role,
        inlinePolicies: [
          ...role.inlinePolicies.filter(({ name }) => name !== action.policy),
          { name: action.policy, arn: null, document: action.after },
        ],
      }))
    case 'submit-use-case-form':
      return { ...account, useCaseForm: known('submitted') }
    default:
      return account
  }
}

function created(action: Extract<StepAction, { kind: 'create-role' }>): RoleObservation {
  const arn = `arn:aws:iam::${action.account}:role${action.path}${action.name}`
  const reference = parseReference(arn)
  if (!reference) throw new Error(`IAM would not take the name ${action.name}`)
  return {
    arn,
    name: reference.name,
    path: action.path,
    createdAt: new Date(NOW).toISOString(),
    maxSessionDuration: 3600,
    trust: action.trust,
    inlinePolicies: [],
    attachedPolicies: [],
    boundaryArn: null,
    tags: action.tags,
    lastUsedAt: null,
  }
}

function withRole(
  account: AccountObservation,
  name: string,
  change: (role: RoleObservation) => RoleObservation,
): AccountObservation {
  const roles = changed(account.roles, (all) => all.map((role) => (role.name === name ? change(role) : role)))
  return { ...account, roles }
}

function inGithub(observation: RepositoryObservation, action: StepAction): RepositoryObservation {
  switch (action.kind) {
    case 'set-variable':
      return {
        ...observation,
        variables: changed(observation.variables, (all) => set(all, scopeOf(action), action)),
      }
    case 'set-secret':
      return {
        ...observation,
        secrets: changed(observation.secrets, (all) => setSecret(all, scopeOf(action), action.name)),
      }
    case 'merge-pull-request':
      return { ...observation, workflows: changed(observation.workflows, (all) => merged(all, action.files)) }
    case 'enable-workflow':
      return {
        ...observation,
        workflows: changed(observation.workflows, (all) =>
          all.map((workflow) =>
            workflow.id === action.workflowId ? { ...workflow, state: 'active' } : workflow,
          ),
        ),
      }
    default:
      return observation
  }
}

function scopeOf({ environment }: { environment: string | null }): ValueScope {
  return environment === null ? { kind: 'repository' } : { kind: 'environment', environment }
}

const elsewhere = (name: string, scope: ValueScope) => (one: { name: string; scope: ValueScope }) =>
  one.name !== name || JSON.stringify(one.scope) !== JSON.stringify(scope)

function set(
  all: Variable[],
  scope: ValueScope,
  { name, after }: { name: string; after: string },
): Variable[] {
  return [...all.filter(elsewhere(name, scope)), { name, value: after, scope }]
}

function setSecret(all: SecretName[], scope: ValueScope, name: string): SecretName[] {
  const updatedAt = new Date(NOW + 1000).toISOString()
  return [...all.filter(elsewhere(name, scope)), { name, scope, updatedAt }]
}

type Workflows = Extract<RepositoryObservation['workflows'], { known: true }>['value']

function merged(all: Workflows, files: { path: string; after: string | null }[]): Workflows {
  const written = files
    .filter(({ path }) => path.startsWith('.github/workflows/'))
    .flatMap(({ path, after }) => {
      const before = all.find((workflow) => workflow.path === path)
      if (after === null) return []
      return [
        {
          id: 9002,
          state: 'active' as const,
          ...before,
          path,
          text: after,
          parsed: parseWorkflow(path, after),
        },
      ]
    })
  return [...all.filter(({ path }) => files.every((file) => file.path !== path)), ...written]
}

function changed<T>(part: Reading<T>, change: (value: T) => T): Reading<T> {
  return part.known ? known(change(part.value)) : part
}
