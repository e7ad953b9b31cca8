import type { RunJob, RunSummary } from '../run'
import type { Diagnosis } from './diagnosis'
import type { LogExtract } from './log-extract'
import { page } from './row'
import { lastErrors } from './tell'

const SHOWN = 3

/** A job whose log no row knows: its last errors stand for an answer. */
export function unknownFailure(job: RunJob | null, log: LogExtract, run: RunSummary | null): Diagnosis {
  const errors = lastErrors(log, SHOWN)
  const step =
    job?.steps.find(({ conclusion }) => conclusion === 'failure')?.name ??
    log.steps.find(({ failed }) => failed)?.title
  return {
    ...bareDiagnosis(job, run),
    title: step ? `The step “${step}” failed` : 'The job failed',
    says: 'Rolecall does not know this failure. These are the last errors of its log.',
    line: errors.at(-1)?.number ?? null,
    excerpt: errors.length > 0 ? errors.map(({ text }) => text).join('\n') : null,
  }
}

/** A job of which only its state is known. */
export function withoutLog(job: RunJob, run: RunSummary): Diagnosis {
  return {
    ...bareDiagnosis(job, run),
    title: `The job “${job.name}” failed, and its log is not there`,
    says: 'Without its log Rolecall cannot tell why. GitHub may still show its annotations.',
  }
}

/** A run that failed while no job of it did. */
export function unexplained(run: RunSummary): Diagnosis {
  return {
    ...bareDiagnosis(null, run),
    title: 'The run failed without a failed job',
    says: 'No job of the run reports a failure. GitHub shows what it knows on the page of the run.',
  }
}

/** The diagnosis of what is not known. */
export function bareDiagnosis(job: RunJob | null, run: RunSummary | null): Diagnosis {
  const url = job?.url ?? run?.url
  return {
    cause: 'unknown',
    row: null,
    title: '',
    says: '',
    confidence: 'possible',
    jobId: job?.id ?? null,
    jobName: job?.name ?? null,
    line: null,
    excerpt: null,
    evidence: [],
    consequences: [],
    repair: url ? page(url, 'Open it on GitHub') : null,
  }
}
