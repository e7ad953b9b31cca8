import { parseRoleArn } from '../ids'
import { neededConstants, repositoryValue } from '../links/convention-findings'
import type { SecretName, ValueScope } from '../observation'
import type { OurJob } from '../picture'
import type { Step } from '../plan'
import { valueOr } from '../reading'
import { sameName } from '../setting-in-force'
import type { Holder } from '../setup'
import { secretsSeen } from '../static-keys'
import { roleNamed } from '../target'
import { effectiveVariables } from '../variables'
import { SETTINGS, type SettingName, wantedText } from '../wanted-settings'
import { conflict, type Draft, type Planning, steps, together, unreadPart } from './draft'
import {
  environmentMissing,
  inEnvironment,
  levelOf,
  organizationStep,
  outsideOf,
  runsIn,
  sameEnvironment,
  tellOwner,
} from './level-steps'
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
      if (force.holder) return variableStep(planning, job, force.holder, text)
      // The proposal writes it into `WORKFLOW.md`.
      return setting === 'model' && job.frontMatter ? steps() : literal(job, setting, force.value, text)
    case 'absent':
      if (!force.holder) return literal(job, setting, 'nothing', text)
      return force.holder.kind === 'secret'
        ? secretStep(planning, job, force.holder, text)
        : variableStep(planning, job, force.holder, text)
    case 'secret':
      return setting === 'role' ? secretStep(planning, job, force.holder, text) : steps()
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

/** Where the convention keeps it; where it says nothing, a value of the job's environment hides the repository's. */
function variableStep(planning: Planning, job: OurJob, { name }: Holder, text: string): Draft {
  const { observation } = planning
  const level = levelOf(planning.setup, { kind: 'variable', name })
  if (level.kind === 'organization') return organizationStep(planning, name, text)
  if (level.kind === 'environment') {
    const away = awayFrom(planning, job, level.environment, name)
    return away ?? steps(...inEnvironment(planning, level.environment, name, text))
  }
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

/** Without a job of ours: every name of the convention, at its level. */
function conventionSteps(planning: Planning): Draft {
  const { setup, wanted } = planning
  return together(
    SETTINGS.map((setting) => {
      const holder = setup.convention[setting]
      if (!holder) return steps()
      const text = wantedText(wanted, setting)
      if (holder.kind === 'secret') return secretStep(planning, null, holder, text)
      const { level } = holder
      if (level?.kind === 'organization') return organizationStep(planning, holder.name, text)
      if (level?.kind !== 'environment') return steps(...atRepository(planning, holder.name, text))
      const missing = environmentMissing(planning, level.environment)
      return missing ?? steps(...inEnvironment(planning, level.environment, holder.name, text))
    }),
  )
}

/**
 * A secret cannot be compared. It is written where there is none, and where it is older than the role that it must
 * name: it cannot name that role yet.
 */
function secretStep(planning: Planning, job: OurJob | null, holder: Holder, text: string): Draft {
  const { observation, setup } = planning
  const { name } = holder
  const { secrets } = observation
  if (!secrets.known) return unreadPart(secrets.failure)
  const level = levelOf(setup, holder)
  const environment = level.kind === 'environment' ? level.environment : null
  const away = environment === null ? null : awayFrom(planning, job, environment, name)
  if (away) return away
  const places = secretsSeen(observation).filter(
    (secret) => sameName(secret.name, name) && isWithin(secret.scope, environment),
  )
  if (places.some((place) => mayNameRole(planning, place))) return steps()
  if (level.kind === 'organization') return tellOwner(planning, 'secret', name)
  const existed = places.some(({ scope }) => scope.kind !== 'organization')
  return steps(setSecret(observation, environment, name, existed, text))
}

/** Whether the secret is no older than the role that it must name. */
function mayNameRole({ account, setup }: Planning, { updatedAt }: SecretName): boolean {
  const role = account ? roleNamed(account, setup.role) : null
  if (!account) return true
  return role !== null && (updatedAt === null || Date.parse(updatedAt) >= Date.parse(role.createdAt))
}

function awayFrom(planning: Planning, job: OurJob | null, environment: string, name: string): Draft | null {
  const missing = environmentMissing(planning, environment)
  return missing ?? (job && !runsIn(job, environment) ? outsideOf(job, environment, name) : null)
}

function isWithin(scope: ValueScope, environment: string | null): boolean {
  if (environment === null) return scope.kind !== 'environment'
  return scope.kind === 'environment' && sameEnvironment(scope.environment, environment)
}

/** Jobs share names: the same change is made once. */
function unique(draft: Draft): Draft {
  return {
    ...draft,
    steps: draft.steps.filter(({ id }, index) => draft.steps.findIndex((other) => other.id === id) === index),
  }
}
