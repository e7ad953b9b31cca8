import { ModelId, parseRoleArn, Region } from './ids'
import type { Conflict, Plan, PlanLint, Step, ValueWish } from './plan'
import { conflict, type Draft, steps, together, unreadPart } from './plan/draft'
import { setVariable } from './plan/value-steps'
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
  const { variables, environments, facts } = observation
  if (!variables.known) return nothing(unreadPart(variables.failure))
  const { name, value, environment } = wish
  const unfit = whyUnfit(setup, wish)
  if (unfit) return nothing(conflict(`${facts.repository} variable ${name}`, unfit))
  if (environment !== null) {
    if (!environments.known) return nothing(unreadPart(environments.failure))
    const found = environments.value.find((one) => one.name.toLowerCase() === environment.toLowerCase())
    if (!found)
      return nothing(
        conflict(
          facts.repository,
          `It has no environment ${environment}. Create it in its settings, or leave it out.`,
        ),
      )
  }
  const named = variables.value.filter((one) => sameName(one.name, name))
  const held = named.find(({ scope }) =>
    scope.kind === 'environment'
      ? scope.environment.toLowerCase() === environment?.toLowerCase()
      : environment === null && scope.kind === 'repository',
  )
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
function carried({ convention }: Setup, { name, environment }: ValueWish): SettingName | null {
  return (
    SETTINGS.find((setting) => {
      const holder = convention[setting]
      if (holder?.kind !== 'variable' || !sameName(holder.name, name)) return false
      return (holder.level?.kind === 'environment' ? holder.level.environment : null) === environment
    }) ?? null
  )
}

function whyUnfit(setup: Setup, wish: ValueWish): string | null {
  switch (carried(setup, wish)) {
    case 'region':
      return Region.safeParse(wish.value).success
        ? null
        : `Jobs read their region from it, and ${wish.value} is none.`
    case 'model':
      return ModelId.safeParse(wish.value).success
        ? null
        : `Jobs read their model from it, and ${wish.value} is none.`
    case 'role':
      return parseRoleArn(wish.value)
        ? null
        : `Jobs read their role from it, and ${wish.value} is no ARN of a role.`
    case null:
      return null
  }
}

/** The setup with the region or model that the values bring. A role is chosen by a plan of the setup, which gives it trust and permissions, too: here only its value changes. */
export function withValues(setup: Setup, wishes: readonly ValueWish[]): Setup {
  const wishFor = (setting: SettingName) => wishes.findLast((wish) => carried(setup, wish) === setting)?.value
  return {
    ...setup,
    region: Region.safeParse(wishFor('region')).data ?? setup.region,
    model: ModelId.safeParse(wishFor('model')).data ?? setup.model,
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
