import { bedrockJobs } from './bedrock-jobs'
import { type Lookup, resolveExpression } from './expression'
import type { RepositoryObservation, ValueScope } from './observation'
import type { EffectiveVariable } from './variables-types'
import type { DispatchInput, WorkflowFile, WorkflowJob } from './workflow-types'

/** The environment of a job as far as it can be told: null for none, `unknown` for an expression that needs a run. */
type JobEnvironment = { known: true; name: string | null } | { known: false }

/** What a caller or a person gives to a workflow. An input that is null is known only in a run. */
export interface Given {
  inputs?: Record<string, string | boolean | null>
  /** Where the caller passes secrets by name; else all that the repository has are there. */
  secrets?: (name: string) => string | boolean | null
}

/** A lookup of what `job` will see, by GitHub's precedence: environment, then repository, then organization. */
export function lookupOf(
  observation: RepositoryObservation,
  file: WorkflowFile,
  job: WorkflowJob,
  { inputs, secrets }: Given = {},
): Lookup {
  const outside = withoutEnvironment(observation, file, inputs)
  const environment = environmentOf(job, outside)
  const lookup: Lookup = (context, name) => {
    if (context === 'vars') return variable(observation, name, environment)
    if (context === 'secrets') {
      return secrets &&
        name.toUpperCase() !== 'GITHUB_TOKEN' &&
        !isOfEnvironment(observation, name, environment)
        ? secrets(name)
        : secret(observation, name, environment)
    }
    if (context !== 'env') return outside(context, name)
    const text = job.env[name] ?? file.env[name]
    // A step before may have written to GITHUB_ENV, so a name that nobody declares is not known to be empty.
    if (text === undefined || isSetBySteps(job, name)) return null
    const resolved = resolveExpression(text, (inner, key) => (inner === 'env' ? null : lookup(inner, key)))
    return resolved.known ? resolved.value : null
  }
  return lookup
}

/** Whether a step sets a name for itself, or for those that follow: then the job's own text is not what they see. */
function isSetBySteps({ steps }: WorkflowJob, name: string): boolean {
  return steps.some(({ run, env }) => {
    const own = env[name]
    return (own !== undefined && !/\benv\b/.test(own)) || (run?.includes('GITHUB_ENV') && run.includes(name))
  })
}

function withoutEnvironment(
  observation: RepositoryObservation,
  file: WorkflowFile,
  inputs: Given['inputs'],
): Lookup {
  return (context, name) => {
    if (context === 'vars') return variable(observation, name, { known: true, name: null })
    if (context === 'inputs') return inputs ? givenInput(file, name, inputs) : inputAtStart(file, name)
    if (context === 'github') return githubFact(observation, name)
    return null
  }
}

function environmentOf(job: WorkflowJob, lookup: Lookup): JobEnvironment {
  if (job.environment === null) return { known: true, name: null }
  const { value, known } = resolveExpression(job.environment, lookup)
  return known ? { known, name: value === '' ? null : value } : { known }
}

/** An input of a run that starts by itself. Only a dispatch fills inputs in: to any other event they are empty. */
function inputAtStart(file: WorkflowFile, name: string): string | boolean | null {
  const definition = inputNamed(file.dispatchInputs, name)
  if (definition === undefined) return ''
  const value = typed(definition, defaultOf(definition))
  const startsOtherwise = file.triggers.some(({ event }) => !/^workflow_(?:dispatch|call)$/.test(event))
  return startsOtherwise && value !== '' && value !== false ? null : value
}

function givenInput(
  file: WorkflowFile,
  name: string,
  given: NonNullable<Given['inputs']>,
): string | boolean | null {
  const [key] = Object.keys(given).filter((one) => one.toLowerCase() === name.toLowerCase())
  const value = key === undefined ? undefined : (given[key] ?? null)
  const definition = inputNamed(file.callInputs, name) ?? inputNamed(file.dispatchInputs, name)
  if (definition === undefined) return value ?? null
  return typed(definition, value === undefined ? defaultOf(definition) : value)
}

/** GitHub compares names of inputs without case. */
function inputNamed(declared: DispatchInput[] | null, name: string): DispatchInput | undefined {
  return declared?.find((input) => input.name.toLowerCase() === name.toLowerCase())
}

/**
 * A required input without a default is whatever the person who starts the run writes, and of a choice GitHub's page
 * sends the first option. A default of a called file may be an expression.
 */
function defaultOf({ default: otherwise, required, type }: DispatchInput): string | null {
  if (otherwise !== null) return otherwise.includes('${{') ? null : otherwise
  return required || type === 'choice' ? null : ''
}

function typed({ type }: DispatchInput, value: string | boolean | null): string | boolean | null {
  return type === 'boolean' && value !== null ? String(value) === 'true' : value
}

function githubFact({ facts }: RepositoryObservation, name: string): string | null {
  const known: Record<string, string> = {
    repository: facts.repository,
    repository_owner: facts.owner,
    repository_id: String(facts.id),
    repository_owner_id: String(facts.ownerId),
  }
  return known[name] ?? null
}

function variable(
  { variables }: RepositoryObservation,
  name: string,
  environment: JobEnvironment,
): string | null {
  if (!variables.known) return null
  const { visible, uncertain } = placesOf(variables.value, name, environment)
  return uncertain ? null : (visible[0]?.value ?? '')
}

/** What the environment of a called job holds comes before what its caller passes (GitHub Docs, reusing workflows). */
function isOfEnvironment(
  { secrets }: RepositoryObservation,
  name: string,
  environment: JobEnvironment,
): boolean {
  if (!secrets.known) return false
  const { visible, outOfReach } = placesOf(secrets.value, name, environment)
  return [...visible, ...(environment.known ? [] : outOfReach)].some(
    ({ scope }) => scope.kind === 'environment',
  )
}

/** A secret's value is never known; that it is not there, and so empty, may be. */
function secret(
  { secrets }: RepositoryObservation,
  name: string,
  environment: JobEnvironment,
): string | null {
  if (!secrets.known || name.toUpperCase() === 'GITHUB_TOKEN') return null
  const { visible, uncertain } = placesOf(secrets.value, name, environment)
  return uncertain || visible.length > 0 ? null : ''
}

const PRECEDENCE: readonly ValueScope['kind'][] = ['environment', 'repository', 'organization']

function placesOf<T extends { name: string; scope: ValueScope }>(
  all: readonly T[],
  name: string,
  environment: JobEnvironment,
) {
  const places = all.filter((place) => place.name.toUpperCase() === name.toUpperCase())
  const inEnvironment = ({ scope }: T) =>
    scope.kind !== 'environment' || (environment.known && sameName(scope.environment, environment.name))
  const visible = places
    .filter(inEnvironment)
    .sort((a, b) => PRECEDENCE.indexOf(a.scope.kind) - PRECEDENCE.indexOf(b.scope.kind))
  const outOfReach = places.filter((place) => !inEnvironment(place))
  return { visible, outOfReach, uncertain: !environment.known && outOfReach.length > 0 }
}

/** GitHub compares names of environments without case. */
function sameName(a: string, b: string | null): boolean {
  return b !== null && a.toLowerCase() === b.toLowerCase()
}

/** What every Bedrock job of the repository sees for each variable and secret that it reads. */
export function effectiveVariables(observation: RepositoryObservation): EffectiveVariable[] {
  if (!observation.workflows.known) return []
  return observation.workflows.value.flatMap(({ path, parsed }) =>
    parsed.valid
      ? bedrockJobs(parsed.file).flatMap(({ job }) => ofJob(observation, path, parsed.file, job))
      : [],
  )
}

function ofJob(
  observation: RepositoryObservation,
  workflowPath: string,
  file: WorkflowFile,
  job: WorkflowJob,
): EffectiveVariable[] {
  const environment = environmentOf(job, withoutEnvironment(observation, file, undefined))
  const effective = (kind: EffectiveVariable['kind'], name: string, places: readonly Place[]) => {
    const { visible, outOfReach } = placesOf(places, name, environment)
    const [first, ...shadowed] = visible
    return {
      name,
      kind,
      workflowPath,
      jobId: job.id,
      value: first?.value ?? null,
      from: first?.scope ?? null,
      shadows: shadowed.map(({ scope }) => scope),
      outOfReach: [...outOfReach.map(({ scope }) => scope), ...unsharedScope(observation, kind, name)],
    }
  }
  const { variables, secrets } = observation
  const ofVariables = variables.known
    ? job.reads.variables.map((name) => effective('variable', name, variables.value))
    : []
  const given = job.reads.secrets.filter((name) => name.toUpperCase() !== 'GITHUB_TOKEN')
  const ofSecrets = secrets.known ? given.map((name) => effective('secret', name, secrets.value)) : []
  return [...ofVariables, ...ofSecrets]
}

/** The organization has it, and does not share it with this repository: the job sees nothing of it. */
function unsharedScope(
  { unshared = [] }: RepositoryObservation,
  kind: EffectiveVariable['kind'],
  name: string,
): ValueScope[] {
  const isKept = unshared.some((one) => one.kind === kind && one.name.toUpperCase() === name.toUpperCase())
  return isKept ? [{ kind: 'organization' }] : []
}

interface Place {
  name: string
  scope: ValueScope
  value?: string
}
