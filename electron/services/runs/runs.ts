import type { FleetLogEvent, LogSearch } from '../../../shared/contract/run-logs'
import type { RunEvent, StartRequest } from '../../../shared/contract/runs'
import type { Dispatchable } from '../../../shared/contract/test-runs'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobLog } from '../../../shared/domain/log'
import type { RunProof } from '../../../shared/domain/proof/sign-in'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { keyOfRun } from '../../../shared/domain/run-looks'
import type { LogStore } from '../../storage/logs/log-store'
import type { SettingsStore } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'
import { ACCOUNT_LASTS } from '../fleet/contexts'
import type { FleetService } from '../fleet/fleet'
import { Diagnoses } from './diagnoses'
import { followRun } from './following'
import { InputMemory } from './kept-inputs'
import { JobLogs } from './logs'
import { usualOf } from './pace'
import { machineClock, type PollClock, RunPoller } from './poller'
import { Proofs } from './proofs'
import { FleetLogSearch } from './search-logs'
import { SeenRuns } from './seen-runs'
import { TestRuns } from './starting'
import { RunSteering } from './steering'
import { TestBatches } from './test-batches'

export interface RunsParts {
  connections: ConnectionService
  fleet: FleetService
  settings: SettingsStore
  now: () => number
  /** Milliseconds between two looks at a young run. */
  pollEvery: number
  /** How time passes for the looks at open runs; as the machine's where it is left out. */
  clock?: PollClock
  store: LogStore
  /** Host under which logs are kept. */
  logHost: string
  /** Where GitHub shows its pages. */
  webUrl: string
  /** Bytes that kept logs may take on disk. */
  logSpace: () => number
}

/** Starts test runs, follows them to their end, shows their logs and says why they failed. */
export class RunsService {
  readonly logs: JobLogs
  readonly poller: RunPoller
  readonly tests: TestRuns
  readonly steering: RunSteering
  readonly batches: TestBatches
  /** How runs stood when they were last looked at. */
  readonly seen = new SeenRuns()
  /** Re-runs that have been seen to end: their run was over before, too. */
  private readonly endedAgain = new Set<string>()
  /** Runs of others that were run again here. */
  private readonly again = new Map<string, RunSummary>()
  private readonly memory: InputMemory
  private readonly diagnoses: Diagnoses
  private readonly proofs: Proofs

  constructor(private readonly parts: RunsParts) {
    this.logs = new JobLogs({ ...parts, space: parts.logSpace })
    const log = (repository: RepositoryName, jobId: number) => this.log(repository, jobId)
    this.memory = new InputMemory(parts.settings)
    const { memory } = this
    const get = (repository: RepositoryName, runId: number) => this.get(repository, runId)
    this.poller = new RunPoller({
      read: get,
      budget: () =>
        parts.connections
          .github()
          .budgets()
          .find(({ resource }) => resource === 'core') ?? null,
      usual: (state) => this.usual(state),
      isOwn: (repository, id) => this.isOwn({ repository, id }),
      base: parts.pollEvery,
      clock: parts.clock ?? machineClock,
    })
    this.tests = new TestRuns({ ...parts, memory })
    this.steering = new RunSteering({
      ...parts,
      poller: this.poller,
      get,
      began: (run) => {
        this.again.set(keyOfRun(run), run)
        this.seen.note(run)
      },
    })
    this.batches = new TestBatches({
      fleet: parts.fleet,
      start: (request) => this.start(request),
      follow: (repository, runId) => this.follow(repository, runId),
      diagnoseRefusal: (repository, failure) => this.diagnoses.ofRefusal(repository, failure),
    })
    this.proofs = new Proofs({ ...parts, log })
    this.diagnoses = new Diagnoses({ ...parts, log, proofs: this.proofs })
  }

  /** The workflows of ours, each with its inputs or why it cannot be dispatched. */
  dispatchable(repository: RepositoryName): Promise<Dispatchable[]> {
    return this.tests.dispatchable(repository)
  }

  /** Dispatches and resolves with the run. */
  async start(request: StartRequest): Promise<RunSummary> {
    const run = await this.tests.start(request)
    this.seen.note(run)
    return run
  }

  /** The run's states until it is completed, each job's log as it finishes, and why it failed. */
  follow(repository: RepositoryName, runId: number, signal?: AbortSignal): AsyncGenerator<RunEvent> {
    const parts = {
      poller: this.poller,
      log: (name: RepositoryName, jobId: number) => this.log(name, jobId),
      diagnose: (state: RunState) => this.diagnoseState(state),
    }
    return followRun(parts, repository, runId, signal)
  }

  /** Whether Rolecall started the run, or ran it again. */
  isOwn(run: { repository: RepositoryName; id: number }): boolean {
    return this.again.has(keyOfRun(run)) || this.memory.ofRun(run.repository, run.id) !== null
  }

  /** Repositories with runs that Rolecall started, or ran again. */
  ownRepositories(): RepositoryName[] {
    const runs = [...this.memory.runs(), ...this.again.values()]
    return [...new Set(runs.map(({ repository }) => repository))]
  }

  /** An attempt of a run with its jobs. */
  async attempt(repository: RepositoryName, runId: number, attempt: number): Promise<RunState> {
    const state = await this.parts.connections.github().runAttempt(repository, runId, attempt)
    this.logs.note(state)
    return state
  }

  private usual({ run }: RunState): number | null {
    const seen = this.parts.fleet.observed().find(({ facts }) => facts.repository === run.repository)
    const alike = (seen?.runs.known ? seen.runs.value : []).filter(
      ({ workflowName, conclusion }) => workflowName === run.workflowName && conclusion === 'success',
    )
    return usualOf(alike.map(({ createdAt, updatedAt }) => Date.parse(updatedAt) - Date.parse(createdAt)))
  }

  async list(repository: RepositoryName | null): Promise<RunSummary[]> {
    if (repository !== null) return this.parts.connections.github().runs(repository)
    const known = this.parts.fleet.observed().flatMap(({ runs }) => (runs.known ? runs.value : []))
    return known.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  }

  /** A run with its jobs. One that has ended since the repository was read has it read again: the chain shows it. */
  async get(repository: RepositoryName, runId: number): Promise<RunState> {
    const state = await this.parts.connections.github().run(repository, runId)
    this.logs.note(state)
    this.seen.note(state.run)
    if (state.run.status === 'completed' && this.isNews(state.run)) {
      await this.parts.fleet.observeOne(repository, this.parts.now() - ACCOUNT_LASTS)
    }
    return state
  }

  private isNews(run: RunSummary): boolean {
    const { repository, id, createdAt } = run
    const seen = this.parts.fleet.observed().find(({ facts }) => facts.repository === repository)
    if (!seen?.runs.known) return false
    const known = seen.runs.value.find((other) => other.id === id)
    const attempt = `${repository} ${id} ${run.attempt}`
    const isRerun = run.attempt > 1 && !this.endedAgain.has(attempt)
    this.endedAgain.add(attempt)
    return known
      ? known.status !== 'completed' || isRerun
      : seen.runs.value.every((other) => other.createdAt < createdAt)
  }

  /** Searches the logs of many repositories. */
  searchLogs(wanted: LogSearch, signal?: AbortSignal): AsyncGenerator<FleetLogEvent> {
    const { fleet, store, webUrl, logHost } = this.parts
    const parts = {
      store,
      logs: this.logs,
      host: logHost,
      webUrl,
      fleet: () => fleet.view().rows.map(({ repository }) => repository),
      runsOf: (repository: RepositoryName) => this.list(repository),
      run: (repository: RepositoryName, runId: number) => this.get(repository, runId),
    }
    return new FleetLogSearch(parts, wanted, signal).events()
  }

  log(repository: RepositoryName, jobId: number): Promise<JobLog> {
    return this.logs.whole(repository, jobId)
  }

  /** Causes of a completed run, decisive first; of a green one what it did not show, which is mostly nothing. */
  async diagnose(repository: RepositoryName, runId: number): Promise<Diagnosis[]> {
    return this.diagnoseState(await this.get(repository, runId))
  }

  /** The same of a run that was just looked at. */
  diagnoseState(state: RunState): Promise<Diagnosis[]> {
    return this.diagnoses.of(state)
  }

  /** What AWS itself recorded of the run's sessions. */
  async proof(repository: RepositoryName, runId: number): Promise<RunProof> {
    return this.proofs.of(await this.get(repository, runId))
  }

  /** Causes that a text tells that somebody has at hand, held against the repository and, where it is named, the run. */
  async diagnoseText(repository: RepositoryName, runId: number | null, text: string): Promise<Diagnosis[]> {
    const state = runId === null ? null : await this.get(repository, runId)
    return this.diagnoses.ofText(repository, state, text)
  }
}
