import type { RunEvent } from '../../../shared/contract/runs'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobLog } from '../../../shared/domain/log'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { EXIT } from '../exit'
import type { Session } from '../session'

export interface TestFlags {
  wait: boolean
  workflow?: string
  ref?: string
  input: Record<string, string>
}

/** `test R`: dispatches a run; with --wait follows it to its end, and the exit code is its conclusion. */
export async function testVerb(
  session: Session,
  repository: RepositoryName,
  flags: TestFlags,
): Promise<number> {
  const run = await session.client.runs.start({
    repository,
    workflowPath: flags.workflow ?? null,
    ref: flags.ref ?? null,
    inputs: flags.input,
  })
  session.progress(`Run ${run.id} of ${run.workflowName}: ${run.url}`)
  if (!flags.wait) {
    session.print(session.json ? JSON.stringify({ run }, null, 2) : `${run.id}`)
    return EXIT.fine
  }
  session.ifStopped(`The run goes on. Its logs: logs ${repository} --run ${run.id}`)
  const { state, diagnoses } = await followToEnd(session, run)
  const passed = state.run.conclusion === 'success'
  if (session.json) session.print(JSON.stringify({ run: state.run, jobs: state.jobs, diagnoses }, null, 2))
  else session.print([`Run ${run.id}: ${state.run.conclusion}`, ...diagnoses.map(diagnosisText)].join('\n\n'))
  return passed ? EXIT.fine : EXIT.bad
}

/** `logs R`: the logs of one run, the latest by default. */
export async function logsVerb(
  session: Session,
  repository: RepositoryName,
  runId: number | null,
): Promise<number> {
  const run = { repository, runId: await theRun(session, repository, runId) }
  const { jobs } = await session.client.runs.get(run)
  const logs = await Promise.all(jobs.map((job) => session.client.runs.log({ ...run, jobId: job.id })))
  if (session.json)
    session.print(JSON.stringify({ jobs: jobs.map((job, index) => ({ job, log: logs[index] })) }, null, 2))
  else session.print(jobs.map((job, index) => `== ${job.name}\n${logText(logs[index])}`).join('\n\n'))
  return logs.every(({ available }) => available) ? EXIT.fine : EXIT.bad
}

/** `diagnose R`: why a run failed, the latest by default. */
export async function diagnoseVerb(
  session: Session,
  repository: RepositoryName,
  runId: number | null,
): Promise<number> {
  const id = await theRun(session, repository, runId)
  const diagnoses = await session.client.runs.diagnose({ repository, runId: id })
  if (session.json) session.print(JSON.stringify({ repository, runId: id, diagnoses }, null, 2))
  else
    session.print(diagnoses.map(diagnosisText).join('\n\n') || 'Nothing to diagnose: the run did not fail.')
  return diagnoses.length === 0 ? EXIT.fine : EXIT.bad
}

async function followToEnd(
  { client, progress }: Session,
  { repository, id }: RunSummary,
): Promise<Extract<RunEvent, { kind: 'ended' }>> {
  const told = new Set<string>()
  for await (const event of await client.runs.follow({ repository, runId: id })) {
    if (event.kind === 'ended') return event
    if (event.kind === 'state')
      for (const line of stepLines(event.state))
        if (!told.has(line)) {
          told.add(line)
          progress(line)
        }
  }
  throw new Error('The run ended without saying how.')
}

function stepLines({ jobs }: RunState): string[] {
  return jobs.flatMap((job) =>
    job.steps
      .filter(({ status }) => status === 'completed')
      .map(({ name, conclusion }) => `${(conclusion ?? '').padEnd(8)} ${job.name} / ${name}`),
  )
}

async function theRun(
  { client }: Session,
  repository: RepositoryName,
  runId: number | null,
): Promise<number> {
  if (runId !== null) return runId
  const [latest] = await client.runs.list({ repository })
  if (latest) return latest.id
  throw new ExpectedFailure(
    failure('not-found', `${repository} has no run yet. Start one with: test ${repository}`, {
      kind: 'correct-input',
      field: 'run',
    }),
  )
}

function logText(log: JobLog | undefined): string {
  if (!log?.available) return log?.says ?? ''
  return log.log.lines.map(({ text }) => text).join('\n')
}

function diagnosisText({
  title,
  says,
  confidence,
  excerpt,
  jobName,
  line,
  evidence,
  repair,
}: Diagnosis): string {
  const where =
    jobName === null ? [] : [`  ${jobName}${line === null ? '' : `, line ${line}`}: ${excerpt ?? ''}`]
  const facts = evidence.map(
    ({ label, wanted, found }) => `  ${label}: wanted ${wanted ?? '—'}, found ${found ?? '—'}`,
  )
  const next = repair && 'says' in repair ? [`  → ${repair.says}`] : []
  return [`${title} (${confidence})`, `  ${says}`, ...where, ...facts, ...next].join('\n')
}
