import type { Finding } from '../finding'
import type { RepositoryObservation } from '../observation'
import { ourWorkflows, type Picture } from '../picture'
import { valueOr } from '../reading'
import { sameName } from '../setting-in-force'
import type { Convention, Holder, Setup } from '../setup'
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

/** The value that every job sees without an environment: of the repository, else of the organization. */
export function repositoryValue({ variables }: RepositoryObservation, name: string): string | null {
  if (!variables.known) return null
  const named = variables.value.filter((variable) => sameName(variable.name, name))
  const of = (kind: 'repository' | 'organization') => named.find(({ scope }) => scope.kind === kind)?.value
  return of('repository') ?? of('organization') ?? null
}

function variableFinding(
  observation: RepositoryObservation,
  { check, name, wanted, breaks }: { check: string; name: string; wanted: string; breaks: boolean },
): Finding {
  const { variables } = observation
  if (!variables.known) return unknownFinding('variables', `${check}-unread`, variables.failure)
  const value = repositoryValue(observation, name)
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

function secretFinding({ secrets }: RepositoryObservation, { name }: Holder, check: string): Finding {
  if (!secrets.known) return unknownFinding('variables', `${check}-unread`, secrets.failure)
  const stands = secrets.value.some(
    (secret) => sameName(secret.name, name) && secret.scope.kind !== 'environment',
  )
  const found = [evidence(name, 'set', stands ? 'set' : 'absent', `secret ${name}`)]
  return stands
    ? finding('variables', check, 'ok', `The secret ${name} is set.`, { evidence: found })
    : finding('variables', check, 'missing', `The secret ${name} is not set.`, {
        breaks: true,
        evidence: found,
        repair: planned(`Set ${name}.`, 'set-secret'),
      })
}
