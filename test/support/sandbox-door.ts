import type { Sandbox } from '../../electron/sandbox/sandbox'

/** What a run came to, as GitHub's API tells it. */
export interface SeenRun {
  id: number
  status: string
  conclusion: string | null
  event: string
  attempt: number
  jobs: { id: number; name: string; conclusion: string | null; steps: string[]; log: string }[]
  /** The logs of all jobs one after the other. */
  log: string
}

interface RunBody {
  id: number
  status: string
  conclusion: string | null
  event: string
  run_attempt: number
}

interface JobBody {
  id: number
  name: string
  conclusion: string | null
  steps: { name: string; conclusion: string | null }[]
}

/** A user of the sandbox's GitHub: everything goes over HTTP, as any client's requests do. */
export function userOf(sandbox: Pick<Sandbox, 'githubUrl' | 'token' | 'idle'>) {
  const call = async (route: string, body?: unknown): Promise<Response> => {
    const [method = 'GET', path = '/'] = route.split(' ')
    return fetch(`${sandbox.githubUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.token}`, 'x-github-api-version': '2026-03-10' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  const read = async <T>(path: string): Promise<T> => {
    const response = await call(`GET ${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  const write = async <T>(route: string, body: unknown): Promise<T> => {
    const response = await call(route, body)
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  const run = async (repository: string, id: number): Promise<SeenRun> => {
    const path = `/repos/${repository}/actions/runs/${id}`
    const body = await read<RunBody>(path)
    const listed = await read<{ jobs: JobBody[] }>(`${path}/jobs`)
    const jobs: SeenRun['jobs'] = []
    for (const { id: jobId, name, conclusion, steps } of listed.jobs) {
      const log = await call(`GET /repos/${repository}/actions/jobs/${jobId}/logs`)
      const names = steps.map((step) => `${step.name}: ${step.conclusion}`)
      jobs.push({ id: jobId, name, conclusion, steps: names, log: log.ok ? await log.text() : '' })
    }
    const { status, conclusion, event, run_attempt: attempt } = body
    return { id, status, conclusion, event, attempt, jobs, log: jobs.map(({ log }) => log).join('') }
  }
  return {
    call,
    read,
    write,
    run,
    /** The runs of a repository, newest first. */
    async runs(repository: string): Promise<SeenRun[]> {
      const { workflow_runs } = await read<{ workflow_runs: RunBody[] }>(`/repos/${repository}/actions/runs`)
      return Promise.all(workflow_runs.map(({ id }) => run(repository, id)))
    },
    /** Dispatches the repository's first workflow, or the named one, and waits for its end. */
    async dispatch(repository: string, file?: string, inputs: Record<string, string> = {}): Promise<SeenRun> {
      const { workflows } = await read<{ workflows: { id: number }[] }>(
        `/repos/${repository}/actions/workflows`,
      )
      const route = `POST /repos/${repository}/actions/workflows/${file ?? workflows[0]?.id}/dispatches`
      const { workflow_run_id } = await write<{ workflow_run_id: number }>(route, { ref: 'main', inputs })
      await sandbox.idle()
      return run(repository, workflow_run_id)
    },
    /** Commits files to a branch, which begins at `main` when it is new, and waits for the runs that it starts. */
    async commit(repository: string, files: Record<string, string>, branch = 'main'): Promise<void> {
      const git = `/repos/${repository}/git`
      const known = await call(`GET ${git}/ref/heads/${branch}`)
      const ref = known.ok
        ? ((await known.json()) as Ref)
        : await write<Ref>(`POST ${git}/refs`, {
            ref: `refs/heads/${branch}`,
            sha: (await read<Ref>(`${git}/ref/heads/main`)).object.sha,
          })
      const tree = await write<{ sha: string }>(`POST ${git}/trees`, {
        base_tree: ref.object.sha,
        tree: Object.entries(files).map(([path, content]) => ({
          path,
          content,
          mode: '100644',
          type: 'blob',
        })),
      })
      const parents = [ref.object.sha]
      const message = `Write ${Object.keys(files).join(', ')}`
      const commit = await write<{ sha: string }>(`POST ${git}/commits`, { message, tree: tree.sha, parents })
      await write(`PATCH ${git}/refs/heads/${branch}`, { sha: commit.sha })
      await sandbox.idle()
    },
  }
}

interface Ref {
  object: { sha: string }
}

export type SandboxUser = ReturnType<typeof userOf>
