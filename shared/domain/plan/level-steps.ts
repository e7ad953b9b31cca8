import type { OurJob } from '../picture'
import type { Step } from '../plan'
import { valueOr } from '../reading'
import { sameName } from '../setting-in-force'
import type { Holder, HolderLevel, Setup } from '../setup'
import { SETTINGS, sameHolder } from '../wanted-settings'
import { conflict, type Draft, type Planning, steps, unreadPart } from './draft'
import { setVariable, shareVariable } from './value-steps'

const OF_REPOSITORY: HolderLevel = { kind: 'repository' }

/** The level at which the setup's convention keeps a name; the repository where it says nothing. */
export function levelOf({ convention }: Setup, holder: Holder): HolderLevel {
  const setting = SETTINGS.find((one) => sameHolder(convention[one], holder))
  return (setting && convention[setting]?.level) ?? OF_REPOSITORY
}

/** GitHub compares names of environments without case. */
export function sameEnvironment(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** Whether a job may run in the environment: one that is chosen in a run may be this one. */
export function runsIn({ acting }: OurJob, environment: string): boolean {
  const named = acting.bedrock.job.environment
  return named !== null && (named.includes('${{') || sameEnvironment(named, environment))
}

/** A job sees the values of an environment only where it names it (GitHub Docs, variables). */
export function outsideOf({ scope }: OurJob, environment: string, name: string): Draft {
  return conflict(
    scope.path,
    `The job ${scope.jobId} does not name the environment ${environment}, so it would not see ${name} there. Let it name it (a workflow that Rolecall proposes does so with the scope environment:${environment}), or keep the value at the repository.`,
  )
}

/** What stands in the way where there is no such environment; null where there is. */
export function environmentMissing({ observation }: Planning, environment: string): Draft | null {
  const { environments, facts } = observation
  if (!environments.known) return unreadPart(environments.failure)
  if (environments.value.some(({ name }) => sameEnvironment(name, environment))) return null
  return conflict(
    `${facts.repository} environment ${environment}`,
    'There is no such environment. Create it in the settings of the repository, or keep the value at the repository.',
  )
}

/** Sets a variable of an environment, unless it holds the text already. */
export function inEnvironment(
  { observation }: Planning,
  environment: string,
  name: string,
  text: string,
): Step[] {
  const held = valueOr(observation.variables, []).find(
    ({ name: other, scope }) =>
      sameName(other, name) &&
      scope.kind === 'environment' &&
      sameEnvironment(scope.environment, environment),
  )
  return held?.value === text ? [] : [setVariable(observation, environment, name, held?.value ?? null, text)]
}

/**
 * Others read an organization's value, so it is never written: a repository is only added to those that see one which
 * holds the right text already. All else is told.
 */
export function organizationStep(planning: Planning, name: string, text: string): Draft {
  const { observation } = planning
  const { facts, variables, unshared } = observation
  const target = `${facts.owner} variable ${name}`
  const held = valueOr(variables, []).filter((one) => sameName(one.name, name))
  const shared = held.find(({ scope }) => scope.kind === 'organization')
  const own = held.find(({ scope }) => scope.kind === 'repository')
  if (own && own.value !== text) {
    return conflict(
      target,
      `The repository’s own value, ${own.value}, hides it. Delete that one, or keep the value at the repository.`,
    )
  }
  if (shared?.value === text) return steps()
  const kept = unshared?.find((one) => one.kind === 'variable' && sameName(one.name, name))
  const found = shared?.value ?? kept?.value ?? null
  if (found !== null && found !== text) {
    return conflict(
      target,
      `It holds ${found}, and other repositories may read it. Change it in the organization’s settings to ${text}, or keep the value at the repository.`,
    )
  }
  if (kept?.visibility === 'selected') return steps(shareVariable(observation, name, text))
  if (kept) return conflict(target, 'It is kept from public repositories. Keep the value at the repository.')
  return tellOwner(planning, 'variable', name)
}

/** An organization's value that is not there, or that the token may not read: an owner has to create it. */
export function tellOwner({ observation }: Planning, kind: Holder['kind'], name: string): Draft {
  const { facts, unshared } = observation
  const why = unshared ? 'It is not there' : 'The token may not read what the organization keeps'
  return conflict(
    `${facts.owner} ${kind} ${name}`,
    `${why}. Let an owner of ${facts.owner} share it with ${facts.repository}, or keep the value at the repository.`,
  )
}
