import type { Hono } from 'hono'
import type { GithubEnvironment, GithubRepository } from '../github-world'
import type { GithubEnv, Scene } from '../request/context'
import { orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import { nodeId } from '../respond/node-id'
import { simpleUser } from '../respond/user'

/** Environments of a repository and what protects them. */
export function environmentRoutes(app: Hono<GithubEnv>): void {
  app.get('/repos/:owner/:repo/environments', (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const environments = page(c, repository.environments)
    return c.json({
      total_count: repository.environments.length,
      environments: environments.map((each) => environmentBody(c.get('scene'), repository, each)),
    })
  })
  app.get('/repos/:owner/:repo/environments/:environment', (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const found = repository.environments.find((each) => each.name === c.req.param('environment'))
    return c.json(environmentBody(c.get('scene'), repository, orNotFound(found)))
  })
}

function environmentBody(scene: Scene, repository: GithubRepository, environment: GithubEnvironment) {
  const { links } = scene
  return {
    id: environment.id,
    node_id: nodeId('EN', repository.id, environment.id),
    name: environment.name,
    url: links.repo(repository, `/environments/${encodeURIComponent(environment.name)}`),
    html_url: links.page(repository, `/deployments/activity_log?environments_filter=${environment.name}`),
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    protection_rules: environment.reviewers.length > 0 ? [reviewRule(scene, repository, environment)] : [],
    deployment_branch_policy: null,
  }
}

function reviewRule(scene: Scene, repository: GithubRepository, { id, reviewers }: GithubEnvironment) {
  return {
    id,
    node_id: nodeId('EN', repository.id, id, 'reviewers'),
    type: 'required_reviewers',
    prevent_self_review: false,
    reviewers: reviewers.map((login) => ({
      type: 'User',
      reviewer: simpleUser(scene.github, scene.links, login),
    })),
  }
}
