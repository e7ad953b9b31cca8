import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { commitFiles } from '../../electron/sandbox/github/git-store'
import { githubRoutes } from '../../electron/sandbox/github/github-server'
import type { GithubRepository, GithubRun, GithubWorld } from '../../electron/sandbox/github/github-world'
import { newRepository, registerWorkflows, takeId } from '../../electron/sandbox/github/repository-store'
import { newRun } from '../../electron/sandbox/github/run-store'
import type { TriggerEvent } from '../../electron/sandbox/runner/trigger'
import type { Stage } from '../../electron/sandbox/world'

/** A token with every right, and the login behind it. */
export const TOKEN = 'ghp_classic'
export const LOGIN = 'engineer'

export const WORKFLOW = '.github/workflows/bedrock.yml'
export const WORKFLOW_TEXT = `name: Bedrock
on:
  workflow_dispatch:
    inputs:
      model: { type: choice, options: [small, large], default: small }
      note: { type: string, required: true }
jobs:
  call:
    runs-on: ubuntu-latest
    steps: [{ run: echo hello }]
`

/** GitHub alone over HTTP on loopback, with one organization `acme` and its repository `acme/Web`. */
export interface GithubSandbox {
  baseUrl: string
  stage: Stage
  github: GithubWorld
  repository: GithubRepository
  /** What the runner would have been told. */
  events: TriggerEvent[]
  /** Moves the sandbox's clock. */
  advance(milliseconds: number): void
  close(): Promise<void>
}

const STARTED = Date.parse('2026-10-01T12:00:00Z')

/** The smallest world in which every route has something to answer. */
export function smallWorld(): GithubWorld {
  const github: GithubWorld = {
    owners: [
      { login: 'acme', id: 1001, kind: 'Organization', variables: [], secrets: [], claimKeys: [] },
      { login: LOGIN, id: 1002, kind: 'User', variables: [], secrets: [], claimKeys: [] },
    ],
    repositories: [],
    tokens: {
      [TOKEN]: { login: LOGIN, scopes: ['repo', 'workflow', 'admin:org'], permissions: {} },
    },
    nextId: 5000,
  }
  const repository = newRepository(github, { owner: 'acme', name: 'Web', createdAt: '2026-01-01T00:00:00Z' })
  const note = { message: 'Begin', author: LOGIN, date: '2026-01-02T00:00:00Z' }
  const files = [
    { path: WORKFLOW, text: WORKFLOW_TEXT },
    { path: 'README.md', text: '# Web\n' },
    { path: 'src/main.py', text: 'print("web")\n' },
  ]
  github.teams = [
    {
      organization: 'acme',
      slug: 'platform',
      name: 'Platform',
      id: takeId(github),
      repositories: [repository.id],
    },
  ]
  commitFiles(repository.git, 'main', files, note)
  registerWorkflows(github, repository, note.date)
  repository.environments.push({
    name: 'production',
    id: takeId(github),
    variables: [],
    secrets: [],
    reviewers: [LOGIN],
  })
  return github
}

/** A finished run of the workflow with one job and its log. */
export function finishedRun(github: GithubWorld, repository: GithubRepository): GithubRun {
  const workflow = repository.workflows[0]
  if (!workflow) throw new Error('The repository has no workflow.')
  const at = '2026-10-01T11:00:00Z'
  const headSha = repository.git.branches.main ?? ''
  const run = newRun(github, repository, {
    workflow,
    event: 'workflow_dispatch',
    branch: 'main',
    headSha,
    actor: LOGIN,
    createdAt: at,
  })
  run.status = 'completed'
  run.conclusion = 'failure'
  const done = { status: 'completed', conclusion: 'failure', startedAt: at, completedAt: at } as const
  run.jobs.push({
    id: takeId(github),
    name: 'call',
    ...done,
    environment: null,
    steps: [{ number: 1, name: 'Set up job', ...done }],
    log: '2026-10-01T11:00:00.0000000Z hello\n',
  })
  return run
}

/** Serves a world until it is closed. */
export async function startGithub(github: GithubWorld = smallWorld()): Promise<GithubSandbox> {
  let now = STARTED
  const events: TriggerEvent[] = []
  const aws = { accounts: {}, accessKeys: {}, regions: {}, consistencyDelay: 0 }
  const stage: Stage = { world: { version: 1, seed: 1, aws, github }, now: () => now, changed: () => {} }
  const app = new Hono().route(
    '/github',
    githubRoutes(stage, (event) => events.push(event)),
  )
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [repository] = github.repositories
  if (!repository) throw new Error('The world has no repository.')
  return {
    baseUrl: `http://127.0.0.1:${port}/github`,
    stage,
    github,
    repository,
    events,
    advance: (milliseconds) => {
      now += milliseconds
    },
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

/** One call with the token of `TOKEN` unless the headers say otherwise; redirects are not followed. */
export function caller(sandbox: Pick<GithubSandbox, 'baseUrl'>, through: typeof fetch = fetch) {
  return (route: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const [method = 'GET', path = '/'] = route.split(' ')
    return through(`${sandbox.baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
}
