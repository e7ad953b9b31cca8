import { isMap, type YAMLMap, type YAMLSeq } from 'yaml'
import type { WorkflowJob } from '../workflow-types'
import type { Change } from './edit'
import { commentOf, inputSplice, type StepEntry, sourceOf, stepBefore } from './edit-steps'
import { changed, isMapping, type Meaning, type MeaningMap, withJob, withSteps } from './meaning'
import type { Splice } from './splice'
import { configureStepsOf } from './steps'

/** Name of a step that takes the role a second time. */
export const AGAIN = 'Configure AWS credentials again'

/** A new configure step: what it uses and gives, as written and as it reads. */
export interface ConfigureWish {
  uses: string
  version: string
  role: string
  region: string
}

/** Puts a configure step before the step at `index`. */
export function insertChange(
  text: string,
  jobId: string,
  steps: YAMLSeq | null,
  index: number,
  wish: ConfigureWish,
): Change {
  const name = 'Configure AWS credentials via OIDC'
  const entries: StepEntry[] = [
    ['name', name],
    ['uses', wish.uses, wish.version],
    [
      'with',
      [
        ['role-to-assume', wish.role],
        ['aws-region', wish.region],
      ],
    ],
  ]
  const step: MeaningMap = {
    name,
    uses: wish.uses,
    with: { 'role-to-assume': wish.role, 'aws-region': wish.region },
  }
  return {
    splices: steps && stepBefore(text, steps, index, entries),
    wanted: (file) =>
      withJob(file, jobId, (job) => withSteps(job, (before) => before.toSpliced(index, 0, step))),
  }
}

/** Repeats the configure step at `from` before the step at `index`: a web identity's session cannot be refreshed. */
export function repeatChange(
  text: string,
  jobId: string,
  steps: YAMLSeq | null,
  { from, index }: { from: number; index: number },
): Change {
  const first = steps?.items[from]
  const entries = isMap(first) ? repeated(text, first) : null
  return {
    splices: steps && entries && stepBefore(text, steps, index, entries),
    wanted: (file) =>
      withJob(file, jobId, (job) =>
        withSteps(job, (before) => before.toSpliced(index, 0, again(before[from] ?? null))),
      ),
  }
}

/** The same step under another name, without the ID, which a job holds only once. */
function again(step: Meaning): Meaning {
  if (!isMapping(step)) return step
  const { id: _only, ...rest } = step
  return { ...rest, name: AGAIN }
}

function repeated(text: string, step: YAMLMap): StepEntry[] | null {
  const entries: StepEntry[] = [['name', AGAIN]]
  for (const pair of step.items) {
    const key = String(pair.key)
    if (key === 'name' || key === 'id') continue
    if (isMap(pair.value)) {
      const inner = pair.value.items.map((one) => [String(one.key), sourceOf(text, one)] as const)
      const written = inner.flatMap(([name, source]) =>
        source === null ? [] : [[name, source] as [string, string]],
      )
      if (written.length < inner.length) return null
      entries.push([key, written])
      continue
    }
    const source = sourceOf(text, pair)
    if (source === null) return null
    const comment = step.flow ? undefined : commentOf(text, pair)
    entries.push(comment === undefined ? [key, source] : [key, source, comment])
  }
  return entries
}

/** Sets `role-duration-seconds` of every configure step of a job that takes a role. */
export function durationChange(
  text: string,
  job: WorkflowJob,
  steps: YAMLSeq | null,
  seconds: number,
): Change {
  const taking = job.steps.map((step) => configureStepsOf([step]).some(({ role }) => role !== null))
  const splices = taking.flatMap((takes, index): (Splice | null)[] => {
    const step = steps?.items[index]
    if (!takes) return []
    return [isMap(step) ? inputSplice(text, step, INPUT, String(seconds)) : null]
  })
  const set = (step: Meaning): Meaning => {
    if (!isMapping(step) || !isMapping(step.with)) return step
    const key = Object.keys(step.with).find((name) => name.toLowerCase() === INPUT) ?? INPUT
    return changed(step, 'with', (given) => (isMapping(given) ? { ...given, [key]: String(seconds) } : given))
  }
  return {
    splices: splices.every((splice) => splice !== null) ? splices : null,
    wanted: (file) =>
      withJob(file, job.id, (one) =>
        withSteps(one, (before) => before.map((step, index) => (taking[index] ? set(step) : step))),
      ),
  }
}

const INPUT = 'role-duration-seconds'
