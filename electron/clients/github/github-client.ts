import { z } from 'zod'
import type { RepositoryFacts } from '../../../shared/domain/observation'
import type { GithubClient, GithubIdentity } from '../github-port'
import { BudgetKeeper } from './budget'
import { asking } from './errors'
import { factsFromRest, RestRepository } from './from-rest'
import { observeFleet } from './observe'
import { createOctokit, type Octokit, type OctokitOptions } from './octokit'
import { proposalCalls } from './proposals'
import { runCalls } from './runs'
import { settingCalls } from './settings'

/** A client for one identity on one host. */
export function createGithubClient(options: OctokitOptions): GithubClient {
  const budget = new BudgetKeeper()
  const octokit = createOctokit(options, budget)
  return {
    identity: () => asking('say whose token this is', () => identify(octokit, options)),
    budgets: () => budget.all(),
    repositories: () => asking('list the repositories', () => listRepositories(octokit)),
    observe: (repositories, signal) => observeFleet(octokit, repositories, signal),
    ...settingCalls(octokit),
    ...proposalCalls(octokit),
    ...runCalls(octokit),
  }
}

async function identify(octokit: Octokit, { baseUrl, token }: OctokitOptions): Promise<GithubIdentity> {
  const { data } = await octokit.request('GET /user')
  return { login: data.login, host: new URL(baseUrl).host, tokenKind: tokenKind(token) }
}

/* Prefixes as GitHub documents them: ghp_ classic, github_pat_ fine-grained, ghu_/ghs_ of an app, gho_ of OAuth. */
function tokenKind(token: string): GithubIdentity['tokenKind'] {
  if (token.startsWith('ghp_')) return 'classic'
  if (token.startsWith('github_pat_')) return 'fine-grained'
  return token.startsWith('ghu_') || token.startsWith('ghs_') ? 'app' : 'other'
}

async function listRepositories(octokit: Octokit): Promise<RepositoryFacts[]> {
  const found = await octokit.paginate('GET /user/repos', { per_page: 100, sort: 'full_name' })
  return z.array(RestRepository).parse(found).map(factsFromRest)
}
