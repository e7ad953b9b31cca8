import { parseRoleArn } from '../ids'
import { neededConstants, repositoryValue } from '../links/convention-findings'
import type { OurJob } from '../picture'
import type { Step } from '../plan'
import { valueOr } from '../reading'
import { sameName } from '../setting-in-force'
import type { Holder } from '../setup'
import { roleNamed } from '../target'
import { effectiveVariables } from '../variables'
import { SETTINGS, type SettingName, wantedText } from '../wanted-settings'
import { conflict, type Draft, type Planning, steps, together, unreadPart } from './draft'
import { setSecret, setVariable } from './value-steps'
import { plannedJob } from './wanted-of-job'

/** The variables and secrets by which jobs see their settings: whatever differs is set, where the job sees it. */
export function settingSteps(planning: Planning): Draft {
  const { observation, setup, jobs } = planning
  if (!observation.variables.known) return unreadPart(observation.variables.failure)
  const drafts = jobs.length > 0 ? jobs.map((job) => jobSteps(planning, job)) : [conventionSteps(planning)]
  const fixed = neededConstants(observation, setup).flatMap(({ name, value }) =>
    atRepository(planning, name, value),
  )
  return unique(together([...drafts, steps(...fixed)]))
}

function jobSteps(planning: Planning, job: OurJob): Draft {
  const { setup, wanted, account } = planning
  const planned = plannedJob(job, setup, wanted, account)
  return together(
    SETTINGS.map((setting) =>
      settingStep(planning, job, setting, setting === 'role' ? planned.role.arn : planned[setting]),
    ),
  )
}

function settingStep(planning: Planning, job: OurJob, setting: SettingName, text: string): Draft {
  const force = job[setting]
  switch (force.kind) {
    case 'value':
      if (force.value === text || keepsRole(planning, setting, force.value)) return steps()
      return force.holder
        ? variableStep(planning, job, force.holder, text)
        : literal(job, setting, force.value, text)
    case 'absent':
      if (!force.holder) return literal(job, setting, 'nothing', text)
      return force.holder.kind === 'secret'
        ? secretStep(planning, force.holder, text)
        : variableStep(planning, job, force.holder, text)
    case 'secret':
      return setting === 'role' ? secretStep(planning, force.holder, text) : steps()
    case 'unread':
      return unreadPart(force.failure)
    case 'undecided':
    case 'unnamed':
      return steps()
    default: {
      const unreachable: never = force
      return unreachable
    }
  }
}

/** While the account is not read, the path of a standing role is not known: an ARN of the same name stays. */
function keepsRole({ account, setup }: Planning, setting: SettingName, value: string): boolean {
  if (setting !== 'role' || account) return false
  const parts = parseRoleArn(value)
  return parts?.account === setup.account && parts.name === setup.role
}

function literal(job: OurJob, setting: SettingName, found: string, text: string): Draft {
  const line = job.bedrock.lines[setting]
  const where = `${job.scope.path}${line === null ? '' : ` line ${line}`}`
  return conflict(
    where,
    `The job ${job.scope.jobId} names its ${setting} itself: ${found}. Write ${text} there.`,
  )
}

/** A value of the environment that the job names hides the repository's: it is set where the job sees it. */
function variableStep(planning: Planning, job: OurJob, { name }: Holder, text: string): Draft {
  const { observation } = planning
  const seen = effectiveVariables(observation).find(
    (one) =>
      one.kind === 'variable' &&
      sameName(one.name, name) &&
      one.workflowPath === job.scope.path &&
      one.jobId === job.scope.jobId,
  )
  if (seen?.from?.kind !== 'environment') return steps(...atRepository(planning, name, text))
  return steps(setVariable(observation, seen.from.environment, name, seen.value, text))
}

function atRepository({ observation }: Planning, name: string, text: string): Step[] {
  if (repositoryValue(observation, name) === text) return []
  const before = valueOr(observation.variables, []).find(
    (one) => sameName(one.name, name) && one.scope.kind === 'repository',
  )
  return [setVariable(observation, null, name, before?.value ?? null, text)]
}

/** Without a job of ours: every name of the convention. */
function conventionSteps(planning: Planning): Draft {
  const { setup, wanted } = planning
  return together(
    SETTINGS.map((setting) => {
      const holder = setup.convention[setting]
      if (!holder) return steps()
      const text = wantedText(wanted, setting)
      return holder.kind === 'secret'
        ? secretStep(planning, holder, text)
        : steps(...atRepository(planning, holder.name, text))
    }),
  )
}

/**
 * A secret cannot be compared. It is written where there is none, and where it is older than the role that it must
 * name: it cannot name that role yet.
 */
function secretStep({ observation, account, setup }: Planning, { name }: Holder, text: string): Draft {
  const { secrets } = observation
  if (!secrets.known) return unreadPart(secrets.failure)
  const places = secrets.value.filter(
    (secret) => sameName(secret.name, name) && secret.scope.kind !== 'environment',
  )
  const role = account ? roleNamed(account, setup.role) : null
  const names = places.some(
    ({ updatedAt }) =>
      !account ||
      (role !== null && (updatedAt === null || Date.parse(updatedAt) >= Date.parse(role.createdAt))),
  )
  if (names) return steps()
  return steps(
    setSecret(
      observation,
      name,
      places.some(({ scope }) => scope.kind === 'repository'),
      text,
    ),
  )
}

/** Jobs share names: the same change is made once. */
function unique(draft: Draft): Draft {
  return {
    ...draft,
    steps: draft.steps.filter(({ id }, index) => draft.steps.findIndex((other) => other.id === id) === index),
  }
}
