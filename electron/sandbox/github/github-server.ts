import { Hono } from 'hono'
import type { TriggerEvent } from '../runner/trigger'
import type { Stage } from '../world'
import { deviceFlowRoutes } from './device-flow'
import { graphqlRoutes } from './graphql/graphql-server'
import { createLogStore } from './job-logs'
import { apiVersion } from './request/api-version'
import { authenticate } from './request/authentication'
import { type BudgetName, budgetHeaders, budgetOf, requireBudget } from './request/budget'
import { answerConditionally } from './request/conditional'
import { type Edition, type GithubContext, type GithubEnv, instant } from './request/context'
import { GithubFault, notFound } from './request/fault'
import { linksFor } from './respond/links'
import { annotationRoutes } from './routes/annotations'
import { artifactRoutes } from './routes/artifacts'
import { branchRoutes } from './routes/branches'
import { contentRoutes } from './routes/contents'
import { dispatchRoutes } from './routes/dispatch'
import { environmentRoutes } from './routes/environments'
import { forkRoutes } from './routes/forks'
import { gitObjectRoutes } from './routes/git-objects'
import { gitRefRoutes } from './routes/git-refs'
import { jobRoutes } from './routes/jobs'
import { organizationRoutes } from './routes/organizations'
import { pendingDeploymentRoutes } from './routes/pending-deployments'
import { policyRoutes } from './routes/policy'
import { pullRequestRoutes } from './routes/pull-requests'
import { repositoryRoutes } from './routes/repositories'
import { runControlRoutes } from './routes/run-control'
import { runRoutes } from './routes/runs'
import { searchRoutes } from './routes/search'
import { secretRoutes } from './routes/secrets'
import { subjectRoutes } from './routes/subject'
import { teamRoutes } from './routes/teams'
import { variableRoutes } from './routes/variables'
import { workflowRoutes } from './routes/workflows'

/** GitHub over HTTP, to be mounted at `/github`: REST in both versions, GraphQL at `/graphql`, and the store of job logs. */
export function githubRoutes(
  stage: Stage,
  onDispatch: (event: TriggerEvent) => void,
  edition: Edition = 'cloud',
): Hono {
  const logs = createLogStore(stage)
  const api = new Hono<GithubEnv>()
  api.use(async (c, next) => {
    const { github } = stage.world
    const caller = authenticate(github, c.req.header('authorization'), stage.now())
    const version = apiVersion(c.req.header('x-github-api-version'), edition)
    const links = linksFor(new URL(c.req.url).origin, edition)
    c.set('scene', { stage, github, links, version, edition, caller, now: instant(stage.now()), onDispatch })
    await next()
  })
  api.use(spendBudget)
  repositoryRoutes(api)
  forkRoutes(api)
  subjectRoutes(api)
  variableRoutes(api)
  secretRoutes(api)
  organizationRoutes(api)
  teamRoutes(api)
  searchRoutes(api)
  environmentRoutes(api)
  workflowRoutes(api)
  dispatchRoutes(api)
  runRoutes(api)
  runControlRoutes(api)
  pendingDeploymentRoutes(api)
  jobRoutes(api, logs)
  annotationRoutes(api)
  const archives = artifactRoutes(api, stage)
  contentRoutes(api)
  policyRoutes(api)
  branchRoutes(api)
  gitObjectRoutes(api)
  gitRefRoutes(api)
  pullRequestRoutes(api)
  graphqlRoutes(api)
  api.all('*', () => {
    throw notFound()
  })
  api.onError(answerFault)

  const server = new Hono()
  server.route('/', logs.routes)
  server.route('/', archives)
  server.route('/', deviceFlowRoutes(stage))
  server.get('/web/*', (c) => c.html(NO_WEBSITE))
  server.route('/', api)
  return server
}

const NO_WEBSITE = `<!doctype html><title>GitHub sandbox</title>
<p>The sandbox has GitHub's API and no website. Rolecall itself shows what this page would.</p>`

/** Refusals in GitHub's form; anything else is a bug of the sandbox and goes on to whoever serves it. */
function answerFault(error: Error, c: GithubContext): Response {
  if (!(error instanceof GithubFault)) throw error
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value)
  return c.json(error.body(), error.status)
}

/** As GitHub writes the end of a token: `2026-12-31 23:59:59 UTC`. */
function asExpiration(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

function budgetFor(path: string): BudgetName {
  if (path.endsWith('/graphql')) return 'graphql'
  return /\/search\/\w+$/.test(path) ? 'search' : 'core'
}

/** Refuses once the budget is gone, else spends from it: a 304 and the rate limit itself cost nothing (field-notes §4). */
async function spendBudget(c: GithubContext, next: () => Promise<void>): Promise<void> {
  const { github, caller, version, stage } = c.get('scene')
  const name = budgetFor(c.req.path)
  const free = c.req.path.endsWith('/rate_limit')
  // GraphQL says so in a 200, and spends its own points.
  if (!free && name !== 'graphql') requireBudget(github, caller.login, name, stage.now())
  await next()
  await answerConditionally(c)
  const budget = budgetOf(github, caller.login, name, stage.now())
  if (!free && name !== 'graphql' && c.res.status !== 304) budget.used += 1
  const headers = {
    date: new Date(stage.now()).toUTCString(),
    ...budgetHeaders(budget, name),
    'x-github-api-version-selected': version,
    'x-github-media-type': 'github.v3; format=json',
    ...(caller.scopes ? { 'x-oauth-scopes': caller.scopes.join(', ') } : {}),
    ...(caller.expiresAt ? { 'github-authentication-token-expiration': asExpiration(caller.expiresAt) } : {}),
  }
  for (const [header, value] of Object.entries(headers)) c.res.headers.set(header, value)
}
