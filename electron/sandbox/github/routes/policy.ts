import type { Hono } from 'hono'
import type { GithubRepository } from '../github-world'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'

const PERMISSIONS = '/repos/:owner/:repo/actions/permissions'

/** What the owners of a repository allow: Actions settings, rulesets and classic protection of the default branch. */
export function policyRoutes(app: Hono<GithubEnv>): void {
  app.get(PERMISSIONS, (c) => {
    const repository = repositoryFor(c, { administration: 'read' })
    const { enabled, allowedActions, shaPinningRequired } = repository.actions
    const url = c.get('scene').links.repo(repository, '/actions/permissions/selected-actions')
    return c.json({
      enabled,
      ...(enabled ? { allowed_actions: allowedActions } : {}),
      ...(enabled && allowedActions === 'selected' ? { selected_actions_url: url } : {}),
      sha_pinning_required: shaPinningRequired,
    })
  })
  app.get(`${PERMISSIONS}/selected-actions`, (c) => {
    const { actions } = repositoryFor(c, { administration: 'read' })
    if (actions.allowedActions !== 'selected') {
      throw new GithubFault(409, 'Selected actions are not enabled for this repository.')
    }
    const { githubOwned = false, verified = false, patterns = [] } = actions.selected ?? {}
    return c.json({
      github_owned_allowed: githubOwned,
      verified_allowed: verified,
      patterns_allowed: patterns,
    })
  })
  app.get(`${PERMISSIONS}/workflow`, (c) => {
    const { actions } = repositoryFor(c, { administration: 'read' })
    return c.json({
      default_workflow_permissions: actions.jobRights ?? 'read',
      can_approve_pull_request_reviews: false,
    })
  })
  app.get('/repos/:owner/:repo/rules/branches/:branch{.+}', (c) => {
    const repository = repositoryFor(c, { metadata: 'read' })
    const isRuled = c.req.param('branch') === repository.defaultBranch
    return c.json(page(c, isRuled ? rulesOf(repository) : []))
  })
  app.get('/repos/:owner/:repo/branches/:branch/protection', readProtection)
}

function rulesOf(repository: GithubRepository): object[] {
  const { protection, owner, name, id } = repository
  if (protection?.by !== 'ruleset') return []
  const source = {
    ruleset_source_type: 'Repository',
    ruleset_source: `${owner}/${name}`,
    ruleset_id: id,
  }
  const reviews = {
    type: 'pull_request',
    parameters: {
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: protection.codeOwners,
      require_last_push_approval: false,
      required_approving_review_count: protection.approvals,
      required_review_thread_resolution: false,
    },
    ...source,
  }
  const checks = {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: protection.checks.map((context) => ({ context })),
      strict_required_status_checks_policy: false,
    },
    ...source,
  }
  return [reviews, ...(protection.checks.length > 0 ? [checks] : [])]
}

function readProtection(c: GithubContext) {
  const repository = repositoryFor(c, { administration: 'read' })
  const { protection, defaultBranch } = repository
  const branch = c.req.param('branch') ?? ''
  if (protection?.by !== 'branch protection' || branch !== defaultBranch) {
    throw new GithubFault(404, 'Branch not protected')
  }
  const self = c.get('scene').links.repo(repository, `/branches/${branch}/protection`)
  return c.json({
    url: self,
    ...(protection.checks.length > 0
      ? {
          required_status_checks: {
            url: `${self}/required_status_checks`,
            strict: false,
            contexts: protection.checks,
            contexts_url: `${self}/required_status_checks/contexts`,
            checks: protection.checks.map((context) => ({ context, app_id: null })),
          },
        }
      : {}),
    required_pull_request_reviews: {
      url: `${self}/required_pull_request_reviews`,
      dismiss_stale_reviews: false,
      require_code_owner_reviews: protection.codeOwners,
      require_last_push_approval: false,
      required_approving_review_count: protection.approvals,
    },
    enforce_admins: { url: `${self}/enforce_admins`, enabled: true },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
    lock_branch: { enabled: false },
  })
}
