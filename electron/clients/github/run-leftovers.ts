import { z } from 'zod'
import type { RunAnnotation, RunArtifact } from '../../../shared/domain/artifact'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { GithubClient } from '../github-port'
import { asking } from './errors'
import { RestRun, runFromRest } from './from-rest'
import type { Octokit } from './octokit'
import { repo } from './settings'

type LeftoverCalls = Pick<GithubClient, 'runsCreated' | 'artifacts' | 'artifact' | 'annotations'>

const maybeTime = z
  .string()
  .nullish()
  .transform((text) => (text ? new Date(text).toISOString() : null))

const RestArtifact = z.object({
  id: z.number(),
  name: z.string(),
  size_in_bytes: z.number(),
  expired: z.boolean(),
  created_at: maybeTime,
  expires_at: maybeTime,
})

const RestAnnotation = z.object({
  path: z.string(),
  start_line: z.number(),
  annotation_level: z.enum(['notice', 'warning', 'failure']).nullable().catch('notice'),
  title: z.string().nullable(),
  message: z.string().nullable(),
})

/** The most that one page of GitHub's lists holds. */
export const RUNS_OF_A_PAGE = 100

/* What is about no file is filed under the folder of the workflows. */
const NO_FILE = '.github'

/** Runs of some time, and what runs left behind: artifacts and annotations. */
export function runLeftoverCalls(octokit: Octokit): LeftoverCalls {
  return {
    runsCreated: (repository, from, to) =>
      asking(`list the runs of ${repository}`, async () => {
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs', {
          ...repo(repository),
          created: to === null ? `>=${instant(from)}` : `${instant(from)}..${instant(to)}`,
          per_page: RUNS_OF_A_PAGE,
        })
        const runs = z.array(RestRun).parse(data.workflow_runs)
        return runs.map((run) => runFromRest(repository, run))
      }),
    artifacts: (repository, runId) =>
      asking(`list the artifacts of a run of ${repository}`, async () => {
        const found = await octokit.paginate('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
          ...repo(repository),
          run_id: runId,
          per_page: 100,
        })
        return z.array(RestArtifact).parse(found).map(artifactFromRest)
      }),
    artifact: (repository, id) => openArtifact(octokit, repository, id),
    annotations: (repository, jobId) =>
      asking(`read the annotations of a job of ${repository}`, async () => {
        const found = await octokit.paginate(
          'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
          { ...repo(repository), check_run_id: jobId, per_page: 100 },
        )
        return z
          .array(RestAnnotation)
          .parse(found)
          .map((each) => annotationFromRest(jobId, each))
      }),
  }
}

/* GitHub answers with a redirect to an address of one minute, which the fetch follows (field-notes §4). */
async function openArtifact(octokit: Octokit, repository: RepositoryName, id: number) {
  const place = { ...repo(repository), artifact_id: id }
  return asking(`give out an artifact of ${repository}`, async () => {
    const { data: about } = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
      place,
    )
    const artifact = artifactFromRest(RestArtifact.parse(about))
    if (artifact.expired) throw new ExpectedFailure(expired(artifact))
    const { data } = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      { ...place, archive_format: 'zip', request: { parseSuccessResponseBody: false } },
    )
    return { artifact, body: streamed(data, artifact.name) }
  })
}

function expired({ name }: RunArtifact) {
  return failure(
    'not-found',
    `GitHub has deleted the artifact ${name}: it keeps artifacts for a limited time. Run the workflow again for a new one.`,
    { kind: 'replan' },
    '410',
  )
}

/* Octokit's types do not know that it was told to leave the body alone; an empty one is null. */
async function* streamed(data: unknown, name: string): AsyncGenerator<Uint8Array> {
  if (!(data instanceof ReadableStream)) return
  try {
    yield* data
  } catch (error) {
    throw new ExpectedFailure(
      failure('offline', `The artifact ${name} broke off while it came in.`, { kind: 'retry' }),
      { cause: error },
    )
  }
}

function artifactFromRest(found: z.infer<typeof RestArtifact>): RunArtifact {
  return {
    id: found.id,
    name: found.name,
    bytes: found.size_in_bytes,
    expired: found.expired,
    createdAt: found.created_at,
    expiresAt: found.expires_at,
  }
}

function annotationFromRest(jobId: number, found: z.infer<typeof RestAnnotation>): RunAnnotation {
  const isOfFile = found.path !== NO_FILE
  return {
    jobId,
    level: found.annotation_level ?? 'notice',
    title: found.title || null,
    message: found.message ?? '',
    path: isOfFile ? found.path : null,
    line: isOfFile ? found.start_line : null,
  }
}

/** GitHub's search takes whole seconds. */
function instant(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z')
}
