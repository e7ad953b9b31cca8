import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RunSummary } from '../../../shared/domain/run'
import type { GithubClient } from '../github-port'
import { asking } from './errors'
import { RestRun, runFromRest } from './from-rest'
import { apiVersion, type Octokit } from './octokit'
import { repo } from './settings'

type Request = Parameters<GithubClient['dispatch']>[0]

/** What the answer holds from version 2026-03-10 on; older servers answer 204 and nothing (field-notes §4). */
const Details = z.object({ workflow_run_id: z.number() })

const LOOKS = 15
const LOOK_EVERY = 2_000

/** Starts a run and finds it: by the ID in the answer, else by what only this run can be. */
export async function dispatchRun(octokit: Octokit, request: Request): Promise<RunSummary> {
  const { repository, workflowPath, ref, inputs } = request
  const place = { ...repo(repository), workflow_id: fileOf(workflowPath) }
  return asking(`start ${workflowPath} of ${repository}`, async () => {
    const before = await latestDispatched(octokit, request)
    const { data } = await octokit.request(
      'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
      { ...place, ref, inputs },
    )
    const details = Details.safeParse(data)
    return details.success
      ? readRun(octokit, request, details.data.workflow_run_id)
      : find(octokit, request, before)
  })
}

async function readRun(octokit: Octokit, { repository }: Request, run_id: number): Promise<RunSummary> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
    ...repo(repository),
    run_id,
  })
  return runFromRest(repository, RestRun.parse(data))
}

/* IDs of runs only grow, so what is above the last one known was started since. Two of them: it is not guessed which. */
async function find(octokit: Octokit, request: Request, before: RunSummary[]): Promise<RunSummary> {
  const highest = Math.max(0, ...before.map(({ id }) => id))
  for (let look = 0; look < LOOKS; look += 1) {
    const started = (await latestDispatched(octokit, request)).filter(({ id }) => id > highest)
    const [only, second] = started
    if (only && !second) return only
    if (second) throw unsure(request)
    await sleep(LOOK_EVERY)
  }
  throw unsure(request)
}

async function latestDispatched(
  octokit: Octokit,
  { repository, workflowPath, ref }: Request,
): Promise<RunSummary[]> {
  if (tellsRunId(octokit)) return []
  const { data: me } = await octokit.request('GET /user')
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
    ...repo(repository),
    workflow_id: fileOf(workflowPath),
    event: 'workflow_dispatch',
    branch: ref,
    actor: me.login,
    per_page: 20,
  })
  return z
    .array(RestRun)
    .parse(data.workflow_runs)
    .map((run) => runFromRest(repository, run))
}

function tellsRunId(octokit: Octokit): boolean {
  return apiVersion(octokit.request.endpoint.DEFAULTS.baseUrl) >= '2026-03-10'
}

function unsure({ repository, workflowPath }: Request): ExpectedFailure {
  return new ExpectedFailure(
    failure(
      'conflict',
      `${workflowPath} of ${repository} was started, but which run it is cannot be told for certain. Look at the list of runs.`,
    ),
  )
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
