import type { Hono } from 'hono'
import { z } from 'zod'
import type { GithubEnvironment, GithubRepository, GithubRun } from '../github-world'
import { takeId } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv, Scene } from '../request/context'
import { GithubFault } from '../request/fault'
import { repositoryFor } from '../request/permission'
import { nodeId } from '../respond/node-id'
import { simpleUser } from '../respond/user'
import { unreviewed } from '../run-store'
import { goOn } from './run-control'
import { runOf } from './runs'

const PENDING = '/repos/:owner/:repo/actions/runs/:run/pending_deployments'

const Review = z.object({
  environment_ids: z.array(z.number().int()),
  state: z.enum(['approved', 'rejected']),
  comment: z.string(),
})

/** The environments that a run waits for, and what their reviewers say. */
export function pendingDeploymentRoutes(app: Hono<GithubEnv>): void {
  app.get(PENDING, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const run = runOf(c, repository)
    return c.json(unreviewed(repository, run).map((each) => pendingBody(c.get('scene'), repository, each)))
  })
  app.post(PENDING, review)
}

async function review(c: GithubContext) {
  const repository = repositoryFor(c, { deployments: 'write' })
  const scene = c.get('scene')
  const run = runOf(c, repository)
  const body = await readBody(c, Review)
  const named = unreviewed(repository, run).filter(({ id }) => body.environment_ids.includes(id))
  if (named.length === 0) throw new GithubFault(422, 'No pending deployment requests to approve or reject')
  const { login } = scene.caller
  const barred = named.find(({ reviewers }) => !reviewers.includes(login))
  if (barred) throw new GithubFault(422, `${login} is not a required reviewer of ${barred.name}`)
  const said = { state: body.state, comment: body.comment, by: login }
  run.reviews = [...(run.reviews ?? []), ...named.map(({ id }) => ({ environmentId: id, ...said }))]
  scene.stage.changed()
  /* While other jobs still run, the runner finds what was said by itself. */
  if (run.status === 'waiting') goOn(c, repository, run, run.actor)
  return c.json(named.map((each) => deploymentBody(scene, repository, run, each)))
}

function pendingBody(scene: Scene, repository: GithubRepository, { id, name, reviewers }: GithubEnvironment) {
  const { github, links, caller } = scene
  return {
    environment: {
      id,
      node_id: nodeId('EN', repository.id, id),
      name,
      url: links.repo(repository, `/environments/${encodeURIComponent(name)}`),
      html_url: links.page(repository, `/deployments/activity_log?environments_filter=${name}`),
    },
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: reviewers.includes(caller.login),
    reviewers: reviewers.map((login) => ({ type: 'User', reviewer: simpleUser(github, links, login) })),
  }
}

function deploymentBody(
  { github, links, now }: Scene,
  repository: GithubRepository,
  run: GithubRun,
  { name }: GithubEnvironment,
) {
  const id = takeId(github)
  const url = links.repo(repository, `/deployments/${id}`)
  return {
    id,
    node_id: nodeId('DE', repository.id, id),
    url,
    sha: run.headSha,
    ref: run.branch,
    task: 'deploy',
    payload: {},
    original_environment: name,
    environment: name,
    description: null,
    creator: simpleUser(github, links, run.actor),
    created_at: run.startedAt,
    updated_at: now,
    statuses_url: `${url}/statuses`,
    repository_url: links.repo(repository),
    transient_environment: false,
    production_environment: name === 'production',
  }
}
