import type { Failure } from '../../../shared/domain/failure'
import { flakyWorkflows } from '../../../shared/domain/flakiness'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { outcomeOf, RunFilter, type RunOutcome } from '../../../shared/domain/run-filter'
import { statisticsOf } from '../../../shared/domain/run-statistics'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

export interface RunsFlags {
  since?: string
  state: RunOutcome[]
  workflow: string[]
  branch: string[]
  event: string[]
  actor: string[]
  text?: string
}

/** Without --since: a month tells the latest runs of nearly everything that runs at all. */
const MONTH_MS = 30 * 86_400_000

/** `runs`: the runs of some repositories or of the fleet, read back in time, filtered and summed up. */
export async function runsVerb(session: Session, names: RepositoryName[], flags: RunsFlags): Promise<number> {
  const repositories = names.length > 0 ? names : null
  const since = flags.since ?? new Date(Date.now() - MONTH_MS).toISOString()
  const { failed, asked } = await readBack(session, repositories, since)
  const { state: outcomes, workflow: workflows, branch: branches, event: events, actor: actors } = flags
  const given = { text: flags.text ?? '', outcomes, workflows, branches, events, actors, since }
  const filter = RunFilter.parse(given)
  const { runs } = await session.client.runs.history({ repositories, filter })
  const flaky = flakyWorkflows(runs)
  if (session.json) {
    const told = runs.map((run) => ({ ...run, outcome: outcomeOf(run) }))
    session.print(
      JSON.stringify({ since, runs: told, statistics: statisticsOf(runs), flaky, failed }, null, 2),
    )
  } else {
    session.print(runs.length === 0 ? 'No run fits.' : columns(runs.map(rowOf)))
    for (const { repository, workflowName } of flaky)
      session.progress(`${repository}: ${workflowName} looks flaky.`)
    for (const { repository, failure } of failed) session.progress(`${repository}: ${session.told(failure)}`)
  }
  return failed.length > 0 && failed.length === asked ? EXIT.unanswered : EXIT.fine
}

async function readBack({ client }: Session, repositories: RepositoryName[] | null, since: string) {
  let failed: { repository: RepositoryName; failure: Failure }[] = []
  let asked = 0
  for await (const event of await client.runs.readHistory({ repositories, since, again: false })) {
    if (event.kind === 'progress') asked = event.of
    else failed = event.failed
  }
  return { failed, asked }
}

function rowOf(run: RunSummary): string[] {
  const { repository, id, createdAt, workflowName, event, branch } = run
  return [createdAt.slice(0, 16), outcomeOf(run), repository, `${id}`, workflowName, event, branch ?? '']
}
