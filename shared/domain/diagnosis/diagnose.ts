import type { Chain, Finding } from '../finding'
import type { ParsedLog } from '../log'
import type { RunJob, RunState, RunSummary } from '../run'
import { CREDENTIAL_ROWS } from './credentials'
import type { Diagnosis } from './diagnosis'
import { MODEL_ROWS } from './model'
import { PERMISSION_ROWS } from './permission'
import { firstTelling, lastErrors, type Telling } from './read-log'
import { page, type Row } from './row'
import { settling, wrongFindings } from './settle'
import { TRUST_ROWS } from './trust'
import { diagnoseInterruption, diagnoseStartupFailure } from './without-log'
import { WORKFLOW_ROWS } from './workflow'

/** A finished job's log. */
export interface DiagnosedLog {
  jobId: number
  jobName: string
  log: ParsedLog
}

/** Rows in the order in which a job meets them; of rows that share a text, the first settled one wins. */
const ROWS: readonly Row[] = [
  ...WORKFLOW_ROWS,
  ...CREDENTIAL_ROWS,
  ...TRUST_ROWS,
  ...PERMISSION_ROWS,
  ...MODEL_ROWS,
]

/** Why a completed run failed: one diagnosis for each failed job. Empty for a run that succeeded or still runs. */
export function diagnose(input: {
  run: RunState
  logs: readonly DiagnosedLog[]
  chain: Chain | null
}): Diagnosis[] {
  const { run, jobs } = input.run
  if (run.status !== 'completed' || run.conclusion === 'success' || run.conclusion === 'skipped') return []
  if (run.conclusion === 'startup_failure') return [diagnoseStartupFailure(run, input.chain)]
  const failed = jobs.filter(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out')
  const diagnoses = failed.map((job) => diagnoseJob(job, input.logs, run, input.chain))
  if (diagnoses.length > 0) return diagnoses
  const interruption = diagnoseInterruption(run)
  return interruption ? [interruption] : [unexplained(run)]
}

function diagnoseJob(
  job: RunJob,
  logs: readonly DiagnosedLog[],
  run: RunSummary,
  chain: Chain | null,
): Diagnosis {
  const log = logs.find(({ jobId }) => jobId === job.id)?.log
  if (!log) return withoutLog(job, run)
  const telling = firstTelling(log, ROWS, run)
  const findings = wrongFindings(chain, run, job.name)
  return (telling && told(telling, findings, job, run)) ?? unknownFailure(job, log, run)
}

function told(
  telling: Telling,
  findings: readonly Finding[],
  job: RunJob,
  run: RunSummary,
): Diagnosis | null {
  const candidates = telling.rows.map((candidate) => ({
    ...candidate,
    by: settling(candidate.row, findings),
  }))
  const chosen =
    candidates.find(({ by }) => by !== null) ??
    candidates.find(({ row }) => row.onlySettled && row.applies?.(run)) ??
    candidates.find(({ row }) => !row.onlySettled)
  if (!chosen) return null
  const { row, said, by } = chosen
  return {
    cause: row.cause,
    row: row.row,
    title: row.title,
    says: row.says(said),
    confidence: by ? 'certain' : row.cause === 'not-authorized' ? 'possible' : 'likely',
    jobId: job.id,
    jobName: job.name,
    line: telling.line.number,
    excerpt: telling.line.text,
    evidence: by?.evidence ?? [],
    repair: by?.repair ?? row.otherwise(run),
  }
}

function unknownFailure(job: RunJob, log: ParsedLog, run: RunSummary): Diagnosis {
  const errors = lastErrors(log, 3)
  const step = job.steps.find(({ conclusion }) => conclusion === 'failure')
  return {
    ...bareJob(job, run),
    title: step ? `The step “${step.name}” failed` : 'The job failed',
    says: 'Rolecall does not know this failure. These are the last errors of its log.',
    line: errors.at(-1)?.number ?? null,
    excerpt: errors.length > 0 ? errors.map(({ text }) => text).join('\n') : null,
  }
}

function withoutLog(job: RunJob, run: RunSummary): Diagnosis {
  return {
    ...bareJob(job, run),
    title: `The job “${job.name}” failed, and its log is not there`,
    says: 'Without its log Rolecall cannot tell why. GitHub may still show its annotations.',
  }
}

function unexplained(run: RunSummary): Diagnosis {
  return {
    ...bareJob(null, run),
    title: 'The run failed without a failed job',
    says: 'No job of the run reports a failure. GitHub shows what it knows on the page of the run.',
  }
}

function bareJob(job: RunJob | null, run: RunSummary): Diagnosis {
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
    repair: page(job?.url ?? run.url, 'Open it on GitHub'),
  }
}
