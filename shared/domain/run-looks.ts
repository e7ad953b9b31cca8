import { latestFirst } from './flakiness'
import type { RunJob, RunState, RunStep, RunSummary } from './run'

/** The later of two looks at one run. Times alone do not tell it: GitHub’s are of whole seconds. */
export function laterLook(one: RunSummary, other: RunSummary): RunSummary {
  if (one.attempt !== other.attempt) return one.attempt > other.attempt ? one : other
  const [wasOver, isOver] = [one.status === 'completed', other.status === 'completed']
  if (wasOver !== isOver) return wasOver ? one : other
  /* Of a run that is over the fleet’s reading may know more: what a green one passed over. */
  return isOver || one.updatedAt > other.updatedAt ? one : other
}

/** Runs as they were looked at since the list was read; what the list does not know yet is added. Latest first. */
export function withLooks(runs: readonly RunSummary[], looks: Iterable<RunSummary>): RunSummary[] {
  const found = new Map(runs.map((run) => [keyOfRun(run), run]))
  for (const look of looks) {
    const known = found.get(keyOfRun(look))
    found.set(keyOfRun(look), known ? laterLook(known, look) : look)
  }
  return [...found.values()].sort(latestFirst)
}

/** A run among those of all repositories; names are told apart as GitHub does, whatever their case. */
export function keyOfRun({ repository, id }: Pick<RunSummary, 'repository' | 'id'>): string {
  return `${repository.toLowerCase()} ${id}`
}

/** How far a run has come. */
export interface RunProgress {
  done: number
  of: number
  /** What is under way, and the first step of it that is not over. */
  job: RunJob | null
  step: RunStep | null
  /** When the first job began, and of a later attempt the first that still runs: others may be kept. Null before. */
  startedAt: string | null
}

/** How far a run has come, from its jobs. */
export function progressOf({ run, jobs }: RunState): RunProgress {
  const job = jobs.find(({ status }) => status === 'in_progress') ?? null
  const step = job?.steps.find(({ status }) => status !== 'completed') ?? null
  const isOwn = ({ status }: RunJob) => run.attempt === 1 || status !== 'completed'
  const starts = jobs.flatMap((each) =>
    each.startedAt && each.status !== 'queued' && isOwn(each) ? [each.startedAt] : [],
  )
  return {
    done: jobs.filter(({ status }) => status === 'completed').length,
    of: jobs.length,
    job,
    step,
    startedAt: starts.sort()[0] ?? (run.attempt === 1 ? run.createdAt : null),
  }
}
