import { holderOf } from './convention'
import type { RepositoryObservation, SecretName, ValueScope, WorkflowObservation } from './observation'
import { valueOr } from './reading'
import { sameName } from './setting-in-force'
import { inputOf } from './workflow/steps'
import type { WorkflowFile, WorkflowStep } from './workflow-types'

/** A secret that holds a long-lived AWS key, and the workflows that still read it. */
export interface StaticKey {
  name: string
  scope: ValueScope
  /** Files, with what in them reads it where that is not its name; none where nothing does. */
  readers: string[]
}

/** Under these names the AWS SDKs and guides keep long-lived keys. */
const CUSTOMARY = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']

/** By these inputs the configure step takes such keys (`aws-actions/configure-aws-credentials`, action.yml). */
const KEY_INPUTS = ['aws-access-key-id', 'aws-secret-access-key', 'aws-session-token']

const CONFIGURE_ACTION = /^[\w.-]+\/configure-aws-credentials(?:@|$)/i

/** Every secret that the repository's jobs can see, those of its environments included where they were read. */
export function secretsSeen({ secrets, environmentSecrets }: RepositoryObservation): SecretName[] {
  const all = [...valueOr(secrets, []), ...(environmentSecrets ? valueOr(environmentSecrets, []) : [])]
  return all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index)
}

/** The static AWS keys among the secrets: by their customary names, or by what workflows hand over as one. */
export function staticKeysOf(observation: RepositoryObservation): StaticKey[] {
  const workflows = valueOr(observation.workflows, [])
  const handed = workflows.flatMap(({ parsed }) => (parsed.valid ? handedKeys(parsed.file) : []))
  return secretsSeen(observation)
    .filter(({ name }) => [...CUSTOMARY, ...handed].some((key) => sameName(key, name)))
    .map(({ name, scope }) => ({ name, scope, readers: readersOf(name, workflows) }))
}

function handedKeys(file: WorkflowFile): string[] {
  return file.jobs.flatMap((job) => {
    const env = { ...file.env, ...job.env }
    const texts = [...keysOfEnv(env), ...job.steps.flatMap(keysOfStep)]
    return texts.flatMap((text) => {
      const holder = holderOf(text, env)
      return holder?.kind === 'secret' ? [holder.name] : []
    })
  })
}

function keysOfStep(step: WorkflowStep): string[] {
  const given = CONFIGURE_ACTION.test(step.uses ?? '') ? KEY_INPUTS.map((input) => inputOf(step, input)) : []
  return [...given.filter((text) => text !== null), ...keysOfEnv(step.env)]
}

function keysOfEnv(env: Record<string, string>): string[] {
  return CUSTOMARY.flatMap((name) => env[name] ?? [])
}

function readersOf(name: string, workflows: readonly WorkflowObservation[]): string[] {
  return workflows.flatMap((workflow) => {
    const how = howRead(name, workflow)
    return how === null ? [] : [how]
  })
}

/** How a file reads a secret; null where it does not. What cannot be told counts as reading. */
function howRead(name: string, { path, text, parsed }: WorkflowObservation): string | null {
  if (!parsed.valid) return text.toUpperCase().includes(name.toUpperCase()) ? path : null
  const { jobs } = parsed.file
  if (jobs.some(({ reads }) => reads.secrets.some((read) => sameName(read, name)))) return path
  if (READS_ANY.test(text)) return `${path} (all secrets at once)`
  // What is called within the repository is read as a file of its own.
  const heir = jobs.find(({ inheritsSecrets, calls }) => inheritsSecrets && !calls?.startsWith('./'))
  return heir ? `${path} (hands all secrets to ${heir.calls})` : null
}

/** `toJSON(secrets)`, or a name that is put together in a run. */
const READS_ANY = /toJSON\s*\(\s*secrets\s*\)|\bsecrets\s*\[\s*[^'"\s]|\bsecrets\.\*/i

function isSame(one: SecretName, other: SecretName): boolean {
  return sameName(one.name, other.name) && JSON.stringify(one.scope) === JSON.stringify(other.scope)
}
