import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { MissingLog, MissingLogReason } from '../../../shared/domain/log'
import type { RawJobLog } from '../github-port'
import { asking, failureOf, statusOf } from './errors'
import type { Octokit } from './octokit'
import { repo } from './settings'

type Said = Pick<MissingLog, 'reason' | 'says' | 'recovery'>

const SAYS: Readonly<Record<MissingLogReason, string>> = {
  'not-finished': 'The job has not finished: GitHub gives its log when it has.',
  cancelled: 'The job was cancelled before it wrote a log.',
  expired: 'GitHub has deleted this log: it keeps logs for a limited time.',
  forbidden: 'This token may not read the logs. It needs Actions: read.',
  'sso-required': 'The organization asks for single sign-on before this token may read its logs.',
  'startup-failure':
    'The job failed before any step of it began, so there is no log. The job’s page says why.',
  gone: 'GitHub has no log for this job.',
}

type Place = ReturnType<typeof repo> & { job_id: number }

/**
 * The raw log of a job as it comes in. GitHub answers with a redirect to a URL of one minute, which the fetch follows
 * (field-notes §4); what has begun to come may take longer.
 */
export async function readJobLog(
  octokit: Octokit,
  repository: RepositoryName,
  jobId: number,
): Promise<RawJobLog> {
  const place = { ...repo(repository), job_id: jobId }
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', {
      ...place,
      request: { parseSuccessResponseBody: false },
    })
    return { available: true, body: streamed(data, repository) }
  } catch (error) {
    const doing = `read a log of ${repository}`
    const said = await asking(doing, () => reasonOf(octokit, place, error, doing))
    if (said) return { available: false, jobId, ...said }
    return asking(doing, () => Promise.reject(error))
  }
}

/* Octokit's types do not know that it was told to leave the body alone; an empty one is null. */
async function* streamed(data: unknown, repository: RepositoryName): AsyncGenerator<Uint8Array> {
  if (!(data instanceof ReadableStream)) return
  try {
    yield* data
  } catch (error) {
    throw new ExpectedFailure(
      failure('offline', `The log of a job of ${repository} broke off while it came in.`, { kind: 'retry' }),
      { cause: error },
    )
  }
}

/* A missing log is a 404 whatever the cause (`BlobNotFound`): only the job itself tells which. */
async function reasonOf(octokit: Octokit, place: Place, error: unknown, doing: string): Promise<Said | null> {
  const status = statusOf(error)
  if (status === 410) return because('expired')
  if (status === 403) return refusal(error, doing)
  if (status !== 404) return null
  const { data: job } = await octokit.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', place)
  if (job.status !== 'completed') return because('not-finished')
  if (job.conclusion === 'cancelled') return because('cancelled')
  const never = (job.steps ?? []).length === 0 && job.conclusion === 'failure'
  return never ? because('startup-failure', await ownMessage(octokit, place)) : because('gone')
}

/** A limit is no lack of rights: it is told as what it is, and so is single sign-on. */
function refusal(error: unknown, doing: string): Said | null {
  const failure = failureOf(error, doing)
  if (failure?.reason === 'sso-required')
    return { reason: 'sso-required', says: SAYS['sso-required'], recovery: failure.recovery }
  if (failure?.reason !== 'forbidden') return null
  return { reason: 'forbidden', says: SAYS.forbidden, recovery: failure.recovery }
}

/* A job that never began says why in an annotation, which not every token may read (field-notes §4). */
async function ownMessage(octokit: Octokit, { owner, repo, job_id }: Place): Promise<string | null> {
  try {
    const { data } = await octokit.request(
      'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
      { owner, repo, check_run_id: job_id },
    )
    return data.find(({ annotation_level }) => annotation_level === 'failure')?.message ?? null
  } catch (error) {
    if (statusOf(error) !== null) return null
    throw error
  }
}

function because(reason: MissingLogReason, message: string | null = null): Said {
  return { reason, says: message ?? SAYS[reason], recovery: null }
}
