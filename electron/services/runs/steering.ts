import { setTimeout as sleep } from 'node:timers/promises'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { type RunAction, type RunRights, refusalOf } from '../../../shared/domain/run-control'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'
import type { RunPoller } from './poller'

export interface SteeringParts {
  connections: ConnectionService
  fleet: FleetService
  poller: RunPoller
  get(repository: RepositoryName, runId: number): Promise<RunState>
  /** Told of each attempt that was begun here. */
  began(run: RunSummary): void
  now: () => number
  pollEvery: number
}

/** GitHub takes a moment to show what it has accepted. */
const LOOKS = 10

/** Does something to a run; what cannot be done is refused with the reason before GitHub is asked. */
export class RunSteering {
  constructor(private readonly parts: SteeringParts) {}

  /** What the connected identity may do in the repository, as last read. */
  async rights(repository: RepositoryName): Promise<RunRights> {
    const { observation } = await this.parts.fleet.context(repository, false)
    const { permission, archived } = observation.facts
    return { permission, archived }
  }

  async cancel(repository: RepositoryName, runId: number, force: boolean): Promise<RunState> {
    await this.requirePossible(force ? 'force-cancel' : 'cancel', repository, runId)
    await this.parts.connections.github().cancel(repository, runId, force)
    return this.shown(repository, runId, ({ run }) => run.status === 'completed')
  }

  /** Resolves with the new attempt. */
  async rerun(
    repository: RepositoryName,
    runId: number,
    how: { onlyFailed: boolean; jobId: number | null; debug: boolean },
  ): Promise<RunState> {
    const before = await this.requirePossible(how.onlyFailed ? 'rerun-failed' : 'rerun', repository, runId)
    if (how.jobId !== null && !before.jobs.some(({ id }) => id === how.jobId)) {
      throw refused(`The latest attempt of run ${runId} has no job ${how.jobId}.`)
    }
    await this.parts.connections.github().rerun(repository, runId, how)
    const state = await this.shown(repository, runId, ({ run }) => run.attempt > before.run.attempt)
    if (state.run.attempt > before.run.attempt) {
      this.parts.began(state.run)
      return state
    }
    throw new ExpectedFailure(
      failure(
        'upstream',
        `GitHub has taken the re-run of run ${runId} and does not show it yet. Look again.`,
      ),
    )
  }

  async review(
    repository: RepositoryName,
    runId: number,
    review: { environmentIds: number[]; decision: 'approved' | 'rejected'; comment: string },
  ): Promise<RunState> {
    const before = await this.parts.get(repository, runId)
    const asked = (before.pending ?? []).filter(({ environmentId }) =>
      review.environmentIds.includes(environmentId),
    )
    const barred = asked.find(({ mayReview }) => !mayReview)
    if (barred) throw refused(`Only ${barred.reviewers.join(', ')} may review ${barred.environment}.`)
    if (asked.length === 0) throw refused('The run no longer waits for this review.')
    await this.parts.connections.github().review(repository, runId, review)
    return this.shown(
      repository,
      runId,
      ({ pending = [] }) => !pending.some((each) => review.environmentIds.includes(each.environmentId)),
    )
  }

  private async requirePossible(
    action: RunAction,
    repository: RepositoryName,
    runId: number,
  ): Promise<RunState> {
    const [state, rights] = await Promise.all([this.parts.get(repository, runId), this.rights(repository)])
    const refusal = refusalOf(action, state, rights, this.parts.now())
    if (refusal !== null) throw refused(refusal)
    return state
  }

  /** The run once it shows what was done, or as it stands after a while. */
  private async shown(
    repository: RepositoryName,
    runId: number,
    isShown: (state: RunState) => boolean,
  ): Promise<RunState> {
    let state = await this.parts.get(repository, runId)
    for (let look = 1; look < LOOKS && !isShown(state); look += 1) {
      await sleep(this.parts.pollEvery / 4)
      state = await this.parts.get(repository, runId)
    }
    this.parts.poller.hurry(repository, runId)
    return state
  }
}

function refused(sentence: string): ExpectedFailure {
  return new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: null }))
}
