import { setTimeout as sleep } from 'node:timers/promises'
import type { Dispatchable, RunEvent, StartRequest } from '../../../shared/contract/runs'
import { bedrockJobs } from '../../../shared/domain/bedrock-jobs'
import { diagnose } from '../../../shared/domain/diagnosis/diagnose'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { Chain } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobLog } from '../../../shared/domain/log'
import type { WorkflowObservation } from '../../../shared/domain/observation'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'
import { JobLogs } from './logs'
import { pollPause } from './pace'

export interface RunsParts {
  connections: ConnectionService
  fleet: FleetService
  now: () => number
  /** Milliseconds between two looks at a young run. */
  pollEvery: number
}

/** Starts test runs, follows them to their end, shows their logs and says why they failed. */
export class RunsService {
  private readonly logs = new JobLogs()

  constructor(private readonly parts: RunsParts) {}

  /** The workflows of ours, each with its inputs or why it cannot be dispatched. */
  async dispatchable(repository: RepositoryName): Promise<Dispatchable[]> {
    const { observation } = await this.parts.fleet.context(repository, false)
    if (!observation.workflows.known) throw new ExpectedFailure(observation.workflows.failure)
    return observation.workflows.value.flatMap((workflow) =>
      describeDispatch(workflow, observation.facts.archived),
    )
  }

  /** Dispatches and resolves with the run. */
  async start(request: StartRequest): Promise<RunSummary> {
    const { repository } = request
    const { observation } = await this.parts.fleet.context(repository, true)
    const workflow = choose(await this.dispatchable(repository), request.workflowPath)
    const ref = request.ref ?? observation.facts.defaultBranch
    if (ref === null) throw refused('The repository is empty: it has no branch to run on.')
    return this.parts.connections
      .github()
      .dispatch({ repository, workflowPath: workflow.path, ref, inputs: request.inputs })
  }

  /** The run's states until it is completed, each job's log as it finishes, and why it failed. */
  async *follow(repository: RepositoryName, runId: number, signal?: AbortSignal): AsyncGenerator<RunEvent> {
    const begun = this.parts.now()
    const shown = new Set<number>()
    let last = ''
    for (;;) {
      const state = await this.get(repository, runId)
      const fingerprint = JSON.stringify({ ...state, readAt: null })
      if (fingerprint !== last) yield { kind: 'state', state }
      last = fingerprint
      for (const job of state.jobs) {
        if (job.status !== 'completed' || shown.has(job.id)) continue
        shown.add(job.id)
        yield { kind: 'log', log: await this.log(repository, job.id) }
      }
      if (state.run.status === 'completed') {
        yield { kind: 'ended', state, diagnoses: await this.diagnose(repository, runId) }
        return
      }
      if (signal?.aborted) return
      await sleep(pollPause(this.parts.now() - begun, this.parts.pollEvery), null, signal ? { signal } : {})
    }
  }

  async list(repository: RepositoryName | null): Promise<RunSummary[]> {
    if (repository !== null) return this.parts.connections.github().runs(repository)
    const known = this.parts.fleet.observed().flatMap(({ runs }) => (runs.known ? runs.value : []))
    return known.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  }

  /** A run with its jobs. One that has ended since the repository was read has it read again: the chain shows it. */
  async get(repository: RepositoryName, runId: number): Promise<RunState> {
    const state = await this.parts.connections.github().run(repository, runId)
    if (state.run.status === 'completed' && this.isNews(state.run)) {
      await this.parts.fleet.observe([repository])
    }
    return state
  }

  private isNews(run: RunSummary): boolean {
    const { repository, id, createdAt } = run
    const seen = this.parts.fleet.observed().find(({ facts }) => facts.repository === repository)
    if (!seen?.runs.known) return false
    const known = seen.runs.value.find((other) => other.id === id)
    return known
      ? known.status !== 'completed'
      : seen.runs.value.every((other) => other.createdAt < createdAt)
  }

  log(repository: RepositoryName, jobId: number): Promise<JobLog> {
    return this.logs.get(this.parts.connections.github(), repository, jobId)
  }

  /** Causes of a failed run, decisive first; empty for one that succeeded or still runs. */
  async diagnose(repository: RepositoryName, runId: number): Promise<Diagnosis[]> {
    const run = await this.get(repository, runId)
    if (run.run.status !== 'completed' || run.run.conclusion === 'success') return []
    const failed = run.jobs.filter(({ conclusion }) => conclusion !== 'success' && conclusion !== 'skipped')
    const read = await Promise.all(
      failed.map(async (job) => ({ job, log: await this.log(repository, job.id) })),
    )
    const logs = read.flatMap(({ job, log }) =>
      log.available ? [{ jobId: job.id, jobName: job.name, log: log.log }] : [],
    )
    return diagnose({ run, logs, chain: await this.chainOf(repository) })
  }

  /* A diagnosis is still worth having where the clouds cannot be read: it is then only less certain. */
  private async chainOf(repository: RepositoryName): Promise<Chain | null> {
    try {
      return (await this.parts.fleet.repository(repository, true)).chain
    } catch (error) {
      if (error instanceof ExpectedFailure) return null
      throw error
    }
  }
}

function describeDispatch({ path, parsed, state }: WorkflowObservation, archived: boolean): Dispatchable[] {
  if (!parsed.valid || bedrockJobs(parsed.file).length === 0) return []
  const { name, dispatchInputs } = parsed.file
  const disabled = state.startsWith('disabled')
  const refusal = archived
    ? 'The repository is archived.'
    : dispatchInputs === null
      ? 'The file on the default branch has no workflow_dispatch trigger.'
      : disabled
        ? 'The workflow is disabled.'
        : null
  return [{ path, name: name ?? path, inputs: dispatchInputs ?? [], refusal }]
}

function choose(candidates: Dispatchable[], path: string | null): Dispatchable {
  const named = path === null ? candidates : candidates.filter((candidate) => candidate.path === path)
  const chosen = named.find(({ refusal }) => refusal === null)
  if (chosen) return chosen
  const [first] = named
  if (first) throw refused(`${first.path} cannot be started: ${first.refusal}`)
  throw refused(
    path === null
      ? 'No workflow here calls Bedrock. Set the repository up first.'
      : `There is no ${path} on the default branch.`,
  )
}

function refused(sentence: string): ExpectedFailure {
  return new ExpectedFailure(failure('invalid', sentence, { kind: 'replan' }))
}
