import { holderOf } from './convention'
import { type Lookup, resolveExpression } from './expression'
import type { Failure } from './failure'
import type { RepositoryObservation, ValueScope, Variable } from './observation'
import type { Holder } from './setup'
import { lookupOf } from './variables'
import type { WorkflowFile, WorkflowJob } from './workflow-types'

/**
 * The role, region or model as one job will see it. `holder` is the variable or secret that it is read from, null for
 * a literal. `elsewhere` lists values of that name which this job cannot see, or which are empty.
 */
export type SettingInForce =
  | { kind: 'value'; value: string; holder: Holder | null }
  | { kind: 'absent'; holder: Holder | null; elsewhere: Variable[] }
  /** It exists, and nobody can read it. `setAt` is when it was last written. */
  | { kind: 'secret'; holder: Holder; from: ValueScope | null; setAt: string | null }
  /** Known only in a run: an output of a step, a payload, an environment chosen by an input. */
  | { kind: 'undecided'; expression: string; holder: Holder | null }
  | { kind: 'unread'; failure: Failure; holder: Holder }
  /** The workflow does not say, so its script or the called file does. */
  | { kind: 'unnamed' }

/** How the expressions of a job are read: their values, and the variable or secret that a value comes from. */
export interface JobReader {
  lookup: Lookup
  holderOf(expression: string): Holder | null
}

/** Reads the expressions of a job that stands in the file itself. */
export function readerOf(
  observation: RepositoryObservation,
  file: WorkflowFile,
  job: WorkflowJob,
): JobReader {
  const env = { ...file.env, ...job.env }
  return {
    lookup: lookupOf(observation, file, job),
    holderOf: (expression) => holderOf(expression, env),
  }
}

/** Resolves what a job wrote for a setting against everything that was observed. Blanks around it stay. */
export function settingInForce(
  expression: string | null,
  observation: RepositoryObservation,
  reader: JobReader,
): SettingInForce {
  if (expression === null) return { kind: 'unnamed' }
  const holder = reader.holderOf(expression)
  const { value, known } = resolveExpression(expression, reader.lookup)
  if (known && value.trim() !== '') return { kind: 'value', value, holder }
  if (known) return { kind: 'absent', holder, elsewhere: holder ? elsewhereOf(holder, observation) : [] }
  return unknownSetting(expression, holder, observation)
}

function unknownSetting(
  expression: string,
  holder: Holder | null,
  observation: RepositoryObservation,
): SettingInForce {
  const held = holder?.kind === 'secret' ? observation.secrets : observation.variables
  if (holder && !held.known) return { kind: 'unread', failure: held.failure, holder }
  if (holder?.kind !== 'secret' || !observation.secrets.known)
    return { kind: 'undecided', expression, holder }
  const places = observation.secrets.value.filter(({ name }) => sameName(name, holder.name))
  const [place] = PRECEDENCE.flatMap((kind) => places.filter(({ scope }) => scope.kind === kind))
  return { kind: 'secret', holder, from: place?.scope ?? null, setAt: place?.updatedAt ?? null }
}

const PRECEDENCE: readonly ValueScope['kind'][] = ['environment', 'repository', 'organization']

function elsewhereOf({ kind, name }: Holder, observation: RepositoryObservation): Variable[] {
  const { variables, unshared = [] } = observation
  if (kind === 'secret' || !variables.known) return []
  const kept = unshared.flatMap((one): Variable[] =>
    one.kind === 'variable' && one.value !== null
      ? [{ name: one.name, value: one.value, scope: { kind: 'organization' } }]
      : [],
  )
  return [...variables.value, ...kept].filter((variable) => sameName(variable.name, name))
}

/** GitHub compares names of variables and secrets without case. */
export function sameName(left: string, right: string): boolean {
  return left.toUpperCase() === right.toUpperCase()
}
