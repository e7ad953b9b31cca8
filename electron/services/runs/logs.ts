import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobLog } from '../../../shared/domain/log'
import { parseLog } from '../../../shared/domain/parse-log'
import type { GithubClient } from '../../clients/github-port'

const KEPT = 40

/** Job logs, parsed. A log that exists is final, so it is fetched once; the least recently read goes first. */
export class JobLogs {
  private readonly kept = new Map<string, JobLog>()

  async get(github: GithubClient, repository: RepositoryName, jobId: number): Promise<JobLog> {
    const key = `${repository}#${jobId}`
    const log = this.kept.get(key) ?? (await this.fetch(github, repository, jobId))
    if (!log.available) return log
    this.kept.delete(key)
    this.kept.set(key, log)
    for (const oldest of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(oldest)
    return log
  }

  private async fetch(github: GithubClient, repository: RepositoryName, jobId: number): Promise<JobLog> {
    const raw = await github.jobLog(repository, jobId)
    return raw.available ? { available: true, jobId, log: parseLog(raw.text) } : raw
  }
}
