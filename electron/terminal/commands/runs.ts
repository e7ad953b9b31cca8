import type { RunEvent } from '../../../shared/contract/runs'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { diagnosisText } from '../diagnosis-text'
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
  return tellEnd(session, run)
}

/** Follows a run to its end; the exit code is its conclusion. */
export async function tellEnd(session: Session, run: RunSummary): Promise<number> {
  session.ifStopped(`The run goes on. Its logs: logs ${run.repository} --run ${run.id}`)
  const { state, diagnoses } = await followToEnd(session, run)
  const passed = state.run.conclusion === 'success'
  if (session.json) session.print(JSON.stringify({ run: state.run, jobs: state.jobs, diagnoses }, null, 2))
  else session.print([`Run ${run.id}: ${state.run.conclusion}`, ...diagnoses.map(diagnosisText)].join('\n\n'))
  return passed && diagnoses.length === 0 ? EXIT.fine : EXIT.bad
}

async function followToEnd(
  { client, progress }: Session,
  { repository, id }: RunSummary,
): Promise<Extract<RunEvent, { kind: 'ended' }>> {
  const told = new Set<string>()
  for await (const event of await client.runs.follow({ repository, runId: id })) {
    if (event.kind === 'ended') return event
    if (event.kind === 'delayed') progress(`${event.failure.sentence} Asking again at ${event.until}.`)
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

/** The run that is meant: the latest where none is named. */
export async function theRun(
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
