import type { Finding } from '../finding'
import type { RepositoryObservation, ValueScope } from '../observation'
import { ourWorkflows, type Picture } from '../picture'
import { valueOr } from '../reading'
import { sameName } from '../setting-in-force'
import type { Convention, Holder, HolderLevel, Setup } from '../setup'
import { secretsSeen } from '../static-keys'
import { SETTINGS, wantedSettings, wantedText } from '../wanted-settings'
import { evidence, finding, planned, unknownFinding } from './found'

/** Without a job of ours: whether the names of the setup's convention hold what it wants, for all jobs to come. */
export function conventionFindings({ observation, account }: Picture, setup: Setup): Finding[] {
  const wanted = wantedSettings(setup, account)
  return SETTINGS.flatMap((setting) => {
    const holder = setup.convention[setting]
    if (!holder) return []
    return [
      holder.kind === 'secret'
        ? secretFinding(observation, holder, setting)
        : variableFinding(observation, {
            check: setting,
            name: holder.name,
            level: holder.level,
            wanted: wantedText(wanted, setting),
            breaks: true,
          }),
    ]
  })
}

/** Whether the constants of the convention are set: without them runs fall back to another provider in silence. */
export function fixedFindings({ observation, setup }: Picture): Finding[] {
  return neededConstants(observation, setup).map(({ name, value }) =>
    variableFinding(observation, { check: `fixed-${name}`, name, wanted: value, breaks: false }),
  )
}

/** The constants of a convention that a workflow reads; all of them before there is a workflow of ours. */
export function neededConstants(
  observation: RepositoryObservation,
  setup: Setup | null,
): Convention['fixed'] {
  const constants = setup?.convention.fixed ?? []
  if (ourWorkflows(observation).length === 0) return constants
  const texts = valueOr(observation.workflows, []).map(({ text }) => text)
  return constants.filter(({ name }) => texts.some((text) => text.includes(name)))
}

/** The value at a level; without one, what every job sees that names no environment. */
function valueAt(
  observation: RepositoryObservation,
  name: string,
  level: HolderLevel | undefined,
): string | null {
  if (level === undefined || level.kind === 'repository') return repositoryValue(observation, name)
  const held = valueOr(observation.variables, []).find(
    (one) => sameName(one.name, name) && isAtLevel(one.scope, level),
  )
  return held?.value ?? null
}

function isAtLevel(scope: ValueScope, level: HolderLevel): boolean {
  if (scope.kind !== 'environment' || level.kind !== 'environment') return scope.kind === level.kind
  return scope.environment.toLowerCase() === level.environment.toLowerCase()
}

/** The value that every job sees without an environment: of the repository, else of the organization. */
export function repositoryValue({ variables }: RepositoryObservation, name: string): string | null {
  if (!variables.known) return null
  const named = variables.value.filter((variable) => sameName(variable.name, name))
  const of = (kind: 'repository' | 'organization') => named.find(({ scope }) => scope.kind === kind)?.value
  return of('repository') ?? of('organization') ?? null
}

function variableFinding(
  observation: RepositoryObservation,
  {
    check,
    name,
    level,
    wanted,
    breaks,
  }: { check: string; name: string; level?: HolderLevel | undefined; wanted: string; breaks: boolean },
): Finding {
  const { variables } = observation
  if (!variables.known) return unknownFinding('variables', `${check}-unread`, variables.failure)
  const value = valueAt(observation, name, level)
  const found = [evidence(name, wanted, value, `variable ${name}`)]
  if (value === wanted) return finding('variables', check, 'ok', `${name} is set.`, { evidence: found })
  const repair = planned(`Set ${name}.`, 'set-variable')
  return value === null || value === ''
    ? finding('variables', check, 'missing', `The variable ${name} is not set.`, {
        breaks,
        evidence: found,
        repair,
      })
    : finding('variables', check, 'drift', `The variable ${name} differs from the setup.`, {
        evidence: found,
        repair,
      })
}

function secretFinding(observation: RepositoryObservation, { name, level }: Holder, check: string): Finding {
  const { secrets } = observation
  if (!secrets.known) return unknownFinding('variables', `${check}-unread`, secrets.failure)
  const stands = secretsSeen(observation).some(({ name: other, scope }) => {
    const isThere = level?.kind === 'environment' ? isAtLevel(scope, level) : scope.kind !== 'environment'
    return isThere && sameName(other, name)
  })
  const found = [evidence(name, 'set', stands ? 'set' : 'absent', `secret ${name}`)]
  return stands
    ? finding('variables', check, 'ok', `The secret ${name} is set.`, { evidence: found })
    : finding('variables', check, 'missing', `The secret ${name} is not set.`, {
        breaks: true,
        evidence: found,
        repair: planned(`Set ${name}.`, 'set-secret'),
      })
}
