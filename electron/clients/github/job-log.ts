import type { RepositoryName } from '../../../shared/domain/ids'
import type { MissingLogReason } from '../../../shared/domain/log'
import type { RawJobLog } from '../github-port'
import { asking, statusOf } from './errors'
import type { Octokit } from './octokit'
import { repo } from './settings'

const SAYS: Readonly<Record<MissingLogReason, string>> = {
  'not-finished': 'The job has not finished: GitHub gives its log when it has.',
  cancelled: 'The job was cancelled before it wrote a log.',
  expired: 'GitHub has deleted this log: it keeps logs for a limited time.',
  forbidden: 'This token may not read the logs. It needs Actions: read.',
  'startup-failure': 'The run failed before any job started, so there is no log. The run’s page says why.',
  gone: 'GitHub has no log for this job.',
}

/** The raw log of a job. GitHub answers with a redirect to a URL of one minute, which the fetch follows (field-notes §4). */
export async function readJobLog(
  octokit: Octokit,
  repository: RepositoryName,
  jobId: number,
): Promise<RawJobLog> {
  const place = { ...repo(repository), job_id: jobId }
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', place)
    return { available: true, text: String(data) }
  } catch (error) {
    const doing = `read a log of ${repository}`
    const reason = await asking(doing, () => reasonOf(octokit, place, statusOf(error)))
    if (reason) return { available: false, jobId, reason, says: SAYS[reason] }
    return asking(doing, () => Promise.reject(error))
  }
}

/* A missing log is a 404 whatever the cause (`BlobNotFound`): only the job itself tells which. */
async function reasonOf(
  octokit: Octokit,
  place: { owner: string; repo: string; job_id: number },
  status: number | null,
): Promise<MissingLogReason | null> {
  if (status === 410) return 'expired'
  if (status === 403) return 'forbidden'
  if (status !== 404) return null
  const { data: job } = await octokit.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', place)
  if (job.status !== 'completed') return 'not-finished'
  return job.conclusion === 'cancelled' ? 'cancelled' : 'gone'
}
