import { ModelId, parseRoleArn, Region } from './ids'
import type { RepositoryObservation, ValueScope } from './observation'
import type { Conflict, Plan, PlanLint, Step, ValueWish } from './plan'
import { conflict, type Draft, steps, together, unreadPart } from './plan/draft'
import { secretTarget, setSecret, setVariable } from './plan/value-steps'
import type { PlannableContext } from './plan-setup'
import { sameName } from './setting-in-force'
import type { Setup } from './setup'
import { callableModel } from './target'
import { SETTINGS, type SettingName } from './wanted-settings'

interface Setting extends Draft {
  left: Conflict[]
}

/**
 * Plans variables to hold the asked values, in one repository, and nothing else. Where a name carries the region or
 * the model of the setup, the setup follows. Pure, as `planSetup`.
 */
export function planValues(context: PlannableContext, wishes: readonly ValueWish[], id: string): Plan {
  const { facts } = context.observation
  const settings = facts.archived
    ? [
        nothing(
          conflict(facts.repository, 'The repository is archived and cannot be changed. Unarchive it first.'),
        ),
      ]
    : wishes.map((wish) => settingOf(context, wish))
  const draft = together(settings)
  return {
    id,
    repository: facts.repository,
    createdAt: new Date(context.now).toISOString(),
    setup: withValues(context.setup, wishes),
    purpose: 'values',
    values: [...wishes],
    ...draft,
    left: settings.flatMap(({ left }) => left),
    lints: lintsOf(context, wishes, draft.steps),
  }
}

const nothing = (draft: Draft): Setting => ({ ...draft, left: [] })

function settingOf(context: PlannableContext, wish: ValueWish): Setting {
  const { observation, setup } = context
  const { facts } = observation
  const unfit = whyUnfit(setup, wish)
  const kind = wish.typed ? 'secret' : 'variable'
  if (unfit) return nothing(conflict(`${facts.repository} ${kind} ${wish.name}`, unfit))
  const missing = environmentMissing(observation, wish.environment)
  if (missing) return nothing(missing)
  return wish.typed ? secretOf(context, wish, wish.typed.id) : variableOf(context, wish)
}

function environmentMissing(
  { environments, facts }: RepositoryObservation,
  environment: string | null,
): Draft | null {
  if (environment === null) return null
  if (!environments.known) return unreadPart(environments.failure)
  if (environments.value.some(({ name }) => name.toLowerCase() === environment.toLowerCase())) return null
  const says = `It has no environment ${environment}. Create it in its settings, or leave it out.`
  return conflict(facts.repository, says)
}

/** What a secret holds nobody can read: it is set whatever it held, and told where one of an environment hides it. */
function secretOf({ observation }: PlannableContext, wish: ValueWish, typed: string): Setting {
  const { secrets, facts } = observation
  if (!secrets.known) return nothing(unreadPart(secrets.failure))
  const { name, environment } = wish
  const named = secrets.value.filter((one) => sameName(one.name, name))
  const held = named.find(({ scope }) => isAt(scope, environment))
  const hiding = environment === null ? named : []
  return {
    ...steps(setSecret(observation, environment, held?.name ?? name, held !== undefined, '', typed)),
    left: hiding.flatMap(({ scope }) =>
      scope.kind === 'environment'
        ? [
            {
              target: secretTarget(facts.repository, name, scope.environment),
              says: 'Jobs of this environment go on seeing its own value.',
            },
          ]
        : [],
    ),
  }
}

function isAt(scope: ValueScope, environment: string | null): boolean {
  if (scope.kind === 'environment') return scope.environment.toLowerCase() === environment?.toLowerCase()
  return environment === null && scope.kind === 'repository'
}

function variableOf(context: PlannableContext, { name, value, environment }: ValueWish): Setting {
  const { observation } = context
  const { variables } = observation
  if (!variables.known) return nothing(unreadPart(variables.failure))
  const named = variables.value.filter((one) => sameName(one.name, name))
  const held = named.find(({ scope }) => isAt(scope, environment))
  const left = environment === null ? hidingOnes(context, name, value) : []
  if (held?.value === value) return { ...steps(), left }
  return {
    ...steps(setVariable(observation, environment, held?.name ?? name, held?.value ?? null, value)),
    left,
  }
}

/** An environment's value comes before the repository's: jobs of that environment go on seeing it. */
function hidingOnes({ observation }: PlannableContext, name: string, value: string): Conflict[] {
  const { variables, facts } = observation
  if (!variables.known) return []
  return variables.value.flatMap((one) =>
    one.scope.kind === 'environment' && sameName(one.name, name) && one.value !== value
      ? [
          {
            target: `${facts.repository} variable ${name} in environment ${one.scope.environment}`,
            says: `Jobs of this environment go on seeing its own value, ${one.value}.`,
          },
        ]
      : [],
  )
}

/** The setting that a name carries here, at the level where it is set; null for any other name. */
function carried({ convention }: Setup, { name, environment, typed }: ValueWish): SettingName | null {
  return (
    SETTINGS.find((setting) => {
      const holder = convention[setting]
      if (holder?.kind !== (typed ? 'secret' : 'variable') || !sameName(holder.name, name)) return false
      return (holder.level?.kind === 'environment' ? holder.level.environment : null) === environment
    }) ?? null
  )
}

function whyUnfit(setup: Setup, wish: ValueWish): string | null {
  const setting = carried(setup, wish)
  // Of what was typed for a secret only this much is known here.
  if (wish.typed && setting !== 'role') return null
  switch (setting) {
    case 'region':
      return Region.safeParse(wish.value).success
        ? null
        : `Jobs read their region from it, and ${wish.value} is none.`
    case 'model':
      return ModelId.safeParse(wish.value).success
        ? null
        : `Jobs read their model from it, and ${wish.value} is none.`
    case 'role':
      return (wish.typed?.isRole ?? parseRoleArn(wish.value) !== null)
        ? null
        : `Jobs read their role from it, and ${wish.typed ? 'what was typed' : wish.value} is no ARN of a role.`
    case null:
      return null
  }
}

/** The setup with the region or model that the values bring. A role is chosen by a plan of the setup, which gives it trust and permissions, too: here only its value changes. */
export function withValues(setup: Setup, wishes: readonly ValueWish[]): Setup {
  const wishFor = (setting: SettingName) => wishes.findLast((wish) => carried(setup, wish) === setting)?.value
  const typed = ModelId.safeParse(wishFor('model')).data
  return {
    ...setup,
    region: Region.safeParse(wishFor('region')).data ?? setup.region,
    ...(typed && { model: typed, modelAsTyped: true }),
  }
}

/** What the account could not call any more with the new region or model. */
function lintsOf(
  { setup, account }: PlannableContext,
  wishes: readonly ValueWish[],
  planned: readonly Step[],
): PlanLint[] {
  const after = withValues(setup, wishes)
  if (!account || account.account !== setup.account) return []
  const step = planned.find(
    ({ action }) =>
      action.kind === 'set-variable' &&
      wishes.some((wish) => sameName(wish.name, action.name) && decidesModel(setup, wish)),
  )
  if (!step) return []
  const called = callableModel(account, after.region, after.model)
  const stays = called.known && called.value.model === after.model
  if (stays || (!called.known && called.failure.reason !== 'invalid')) return []
  const says = called.known
    ? `${after.model} cannot be called in ${after.region}; ${called.value.model} can.`
    : called.failure.sentence
  return [{ stepId: step.id, level: 'high', rule: 'model-not-callable', says }]
}

function decidesModel(setup: Setup, wish: ValueWish): boolean {
  return ['region', 'model'].includes(carried(setup, wish) ?? '')
}
