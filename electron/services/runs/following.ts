import type { RunEvent } from '../../../shared/contract/runs'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobLog } from '../../../shared/domain/log'
import type { RunState } from '../../../shared/domain/run'
import { Channel } from '../../channel'
import type { PollNews, RunPoller } from './poller'

export interface FollowingParts {
  poller: RunPoller
  log(repository: RepositoryName, jobId: number): Promise<JobLog>
  diagnose(state: RunState): Promise<Diagnosis[]>
}

/** The run's states until it is completed, each job's log as it finishes, and why it failed. */
export async function* followRun(
  { poller, log, diagnose }: FollowingParts,
  repository: RepositoryName,
  runId: number,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent> {
  const channel = new Channel<PollNews>()
  const leave = poller.subscribe(repository, runId, (news) => channel.push(news))
  const stop = (): void => channel.close()
  signal?.addEventListener('abort', stop, { once: true })
  const shown = new Set<number>()
  try {
    for await (const news of channel) {
      if (signal?.aborted) return
      if (news.kind === 'lost') throw news.error
      yield news
      if (news.kind === 'delayed') continue
      for (const job of news.state.jobs) {
        if (job.status !== 'completed' || shown.has(job.id)) continue
        shown.add(job.id)
        yield { kind: 'log', log: await log(repository, job.id) }
      }
      if (news.state.run.status !== 'completed') continue
      yield { kind: 'ended', state: news.state, diagnoses: await diagnose(news.state) }
      return
    }
  } finally {
    leave()
    signal?.removeEventListener('abort', stop)
  }
}
