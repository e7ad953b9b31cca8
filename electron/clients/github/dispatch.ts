import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { apiVersionOf, hostOfApi } from '../../../shared/domain/github-host'
import type { RunSummary } from '../../../shared/domain/run'
import type { GithubClient } from '../github-port'
import { asking, statusOf } from './errors'
import { RestRun, runFromRest } from './from-rest'
import type { Octokit } from './octokit'
import { repo } from './settings'

type Request = Parameters<GithubClient['dispatch']>[0]

/** What the answer holds from version 2026-03-10 on, and before where it is asked for (field-notes §4). */
const Details = z.object({ workflow_run_id: z.number() })

/** How a run is looked for that the server did not name. */
export interface Looking {
  /** Milliseconds between two looks. */
  every: number
  looks: number
}

/** GitHub lists a new run within seconds; half a minute is more than was ever seen. */
export const PATIENT: Looking = { every: 2_000, looks: 15 }

/* A server's clock and the moment of its answer may differ by this much. */
const CLOCK_SLACK_MS = 60_000

/** Starts a run and finds it: by the ID in the answer, else by what only this run can be. */
export async function dispatchRun(
  octokit: Octokit,
  request: Request,
  looking: Looking = PATIENT,
): Promise<RunSummary> {
  const { workflowPath, repository } = request
  return asking(`start ${workflowPath} of ${repository}`, async () => {
    const known = await dispatchAskingForIt(octokit, request)
    if (known !== null) return readRun(octokit, request, known)
    const search = await Search.begin(octokit, request)
    const answer = await post(octokit, request, search.inputs)
    const details = Details.safeParse(answer.data)
    if (details.success) return readRun(octokit, request, details.data.workflow_run_id)
    return search.find(Date.parse(answer.headers.date ?? '') || Date.now(), looking)
  })
}

/** The run's ID; null where this server does not know that it can be asked for, and has started nothing. */
async function dispatchAskingForIt(octokit: Octokit, request: Request): Promise<number | null> {
  const asks = tellsRunId(octokit) ? {} : { return_run_details: true }
  try {
    const { data } = await post(octokit, request, request.inputs, asks)
    return Details.parse(data).workflow_run_id
  } catch (error) {
    /* An older server refuses a field that it does not know (field-notes §4). */
    if (!tellsRunId(octokit) && statusOf(error) === 400) return null
    throw error
  }
}

function post(octokit: Octokit, request: Request, inputs: Record<string, string>, asks: object = {}) {
  return octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
    ...repo(request.repository),
    workflow_id: fileOf(request.workflowPath),
    ref: request.ref,
    inputs,
    ...asks,
  })
}

/** Looks for a run among those of the same workflow, actor, event and ref. */
class Search {
  readonly inputs: Record<string, string>

  private constructor(
    private readonly octokit: Octokit,
    private readonly request: Request,
    private readonly nonce: string | null,
    private readonly actor: string,
    private highest: number,
  ) {
    const { inputs, nonceInput = null } = request
    this.inputs = nonce !== null && nonceInput !== null ? { ...inputs, [nonceInput]: nonce } : inputs
  }

  /** Must begin before the dispatch: IDs of runs only grow, so what is above the last one known was started since. */
  static async begin(octokit: Octokit, request: Request): Promise<Search> {
    const { data: me } = await octokit.request('GET /user')
    const nonce = request.nonceInput == null ? null : `rolecall-${randomUUID()}`
    const search = new Search(octokit, request, nonce, me.login, 0)
    search.highest = Math.max(0, ...(await search.listed()).map(({ id }) => id))
    return search
  }

  /** Sure only where the mark says so, or where a second look still shows one run and no other. */
  async find(since: number, { every, looks }: Looking): Promise<RunSummary> {
    let alone: RunSummary | null = null
    for (let look = 0; look < looks; look += 1) {
      const started = await this.startedSince(since)
      const marked = await this.marked(started)
      if (marked) return marked
      const [only, second] = started
      if (second && this.nonce === null) throw this.several(started)
      if (only && !second && alone?.id === only.id && (this.nonce === null || look > looks / 2)) return only
      alone = second ? null : (only ?? null)
      await sleep(every)
    }
    throw this.several(await this.startedSince(since))
  }

  private async startedSince(since: number): Promise<RunSummary[]> {
    const listed = await this.listed()
    return listed.filter(
      ({ id, createdAt }) => id > this.highest && Date.parse(createdAt) >= since - CLOCK_SLACK_MS,
    )
  }

  /** The run whose name, or the name of one of whose steps, carries the mark. */
  private async marked(started: readonly RunSummary[]): Promise<RunSummary | null> {
    const { nonce } = this
    if (nonce === null) return null
    const named = started.find(({ title }) => title.includes(nonce))
    if (named) return named
    for (const run of started)
      if ((await this.stepNames(run)).some((name) => name.includes(nonce))) return run
    return null
  }

  private async stepNames({ id: run_id }: RunSummary): Promise<string[]> {
    const { data } = await this.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
      ...repo(this.request.repository),
      run_id,
    })
    return data.jobs.flatMap(({ name, steps }) => [name, ...(steps ?? []).map((step) => step.name)])
  }

  private async listed(): Promise<RunSummary[]> {
    const { repository, workflowPath, ref } = this.request
    const { data } = await this.octokit.request(
      'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
      {
        ...repo(repository),
        workflow_id: fileOf(workflowPath),
        event: 'workflow_dispatch',
        branch: ref.replace(/^refs\/(?:heads|tags)\//, ''),
        actor: this.actor,
        per_page: 20,
      },
    )
    return z
      .array(RestRun)
      .parse(data.workflow_runs)
      .map((run) => runFromRest(repository, run))
  }

  private several(runs: readonly RunSummary[]): ExpectedFailure {
    const { repository, workflowPath } = this.request
    const begun = `${workflowPath} of ${repository} was started`
    const names = runs.map(({ number, url }) => `#${number} (${url})`).join(' and ')
    return new ExpectedFailure(
      failure(
        'conflict',
        runs.length === 0
          ? `${begun}, but GitHub does not list its run yet. Look at the list of runs in a minute.`
          : `${begun}, but which run it is cannot be told for certain: it may be ${names}. None was chosen.`,
        { kind: 'correct-input', field: null },
      ),
    )
  }
}

async function readRun(octokit: Octokit, { repository }: Request, run_id: number): Promise<RunSummary> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
    ...repo(repository),
    run_id,
  })
  return runFromRest(repository, RestRun.parse(data))
}

function tellsRunId(octokit: Octokit): boolean {
  return apiVersionOf(hostOfApi(octokit.request.endpoint.DEFAULTS.baseUrl)) >= '2026-03-10'
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
