import { configuringStep, isCallingBedrock } from './bedrock-jobs'
import type { OurJob } from './picture'
import type { RunJob, RunStep } from './run'
import { namesJob, namesOfJob } from './shown-job'
import type { WorkflowJob, WorkflowStep } from './workflow-types'

/** What of ours a run passed over; `condition` is the `if` as written, null where another job's decided. */
export interface Skip {
  what: 'job' | 'step'
  name: string
  condition: string | null
  /** 1-based in the workflow file. */
  line: number
}

/** What a job of a run that succeeded passed over of the Bedrock job that it is; null where all of it ran. */
export function skipOf(shown: RunJob, ours: OurJob): Skip | null {
  const { job } = ours.bedrock
  const acting = ours.acting.bedrock.job
  if (shown.conclusion === 'skipped') {
    const line = job.lines.if ?? job.line
    return { what: 'job', name: shown.name, condition: job.if ?? acting.if, line }
  }
  if (shown.conclusion !== 'success') return null
  const skipped = stepsOnTheWay(acting).find((step) => stepOf(shown.steps, step)?.conclusion === 'skipped')
  return skipped
    ? { what: 'step', name: shownName(skipped), condition: skipped.if, line: skipped.line }
    : null
}

/** What a green run passed over of a Bedrock job; null where some job of that name ran whole, or none is shown. */
export function skipInRun(jobs: readonly RunJob[], ours: OurJob): Skip | null {
  const skips = jobs.filter(({ name }) => namesJob(name, namesOfJob(ours))).map((job) => skipOf(job, ours))
  return skips.some((skip) => skip === null) ? null : (skips[0] ?? null)
}

/** Why a skip proves nothing, for a person. */
export function saysOfSkip({ what, condition }: Skip): string {
  if (what === 'step') {
    const why = condition ? `The condition of the step did not hold: ${condition}.` : 'The step was skipped.'
    return `${why} The run proves nothing of what comes after it.`
  }
  return condition
    ? `Its condition did not hold: ${condition}. The run proves nothing of AWS.`
    : 'A job that it needs was skipped or its condition did not hold. The run proves nothing of AWS.'
}

/**
 * Whether a green run of its workflow may have passed over a Bedrock job: a condition stands at the job, at a job that it
 * needs, at a call on the way, or at a step of it; or it lies in a file of another repository, which nobody sees.
 */
export function mayBeSkipped(ours: OurJob): boolean {
  const { acting, bedrock, file } = ours
  const called = acting.bedrock.job
  const away = acting.calls.at(-1)?.job === called
  const onTheWay = [...acting.calls.map(({ job }) => job), called]
  return (
    away ||
    onTheWay.some(isConditional) ||
    needed(bedrock.job, file.jobs).some(isConditional) ||
    stepsOnTheWay(called).some(isConditional)
  )
}

/** `always()` and its kin hold in every run that ends green. */
function isConditional({ if: condition }: { if: string | null }): boolean {
  if (condition === null) return false
  const bare = condition.replaceAll(/\$\{\{|\}\}|\s/g, '').toLowerCase()
  return !['always()', 'success()', '!cancelled()', 'true'].includes(bare)
}

/** The jobs that must end well before a job, and those before them. */
function needed(job: WorkflowJob, jobs: readonly WorkflowJob[], seen = new Set<string>()): WorkflowJob[] {
  return job.needs.flatMap((id) => {
    const found = seen.has(id) ? undefined : jobs.find((one) => one.id === id)
    seen.add(id)
    return found ? [found, ...needed(found, jobs, seen)] : []
  })
}

function stepsOnTheWay(job: WorkflowJob): WorkflowStep[] {
  const configuring = configuringStep(job)
  return [...(configuring ? [configuring] : []), ...job.steps.filter(isCallingBedrock)]
}

/** GitHub shows a step by its name, or by what it runs. */
function stepOf(shown: readonly RunStep[], step: WorkflowStep): RunStep | undefined {
  const name = shownName(step)
  return shown.find((one) => one.name === name)
}

function shownName({ name, uses, run }: WorkflowStep): string {
  return name ?? `Run ${uses ?? run?.trim().split('\n')[0] ?? ''}`
}
