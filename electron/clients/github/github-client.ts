import { hostOfApi } from '../../../shared/domain/github-host'
import { readExpiration } from '../../../shared/domain/token-expiry'
import type { GithubClient, GithubIdentity } from '../github-port'
import { BudgetKeeper } from './budget'
import { PATIENT } from './dispatch'
import { dispatchFactCalls } from './dispatch-facts'
import { readEnvironmentSecrets } from './environment-values'
import { asking } from './errors'
import { listingCalls } from './listings'
import { observeFleet } from './observe'
import { createOctokit, type Octokit, type OctokitOptions } from './octokit'
import { organizationVariableCalls } from './organization-variables'
import { readPolicy } from './policy'
import { proposalCalls } from './proposals'
import { runControlCalls } from './run-control'
import { runLeftoverCalls } from './run-leftovers'
import { runCalls } from './runs'
import { settingCalls } from './settings'
import { subjectCalls } from './subject'
import { readTokenReport } from './token-report'

/** A client for one identity on one host. */
export function createGithubClient(options: OctokitOptions): GithubClient {
  const budget = new BudgetKeeper()
  const octokit = createOctokit(options, budget)
  return {
    identity: () => asking('say whose token this is', () => identify(octokit, options)),
    budgets: () => budget.all(),
    tokenReport: (watched) =>
      /* A token’s rights may be changed while an ETag still stands: nothing that was read before is reused. */
      asking('say what this token may do', () =>
        readTokenReport(createOctokit(options, budget), watched, hostOfApi(options.baseUrl).webUrl),
      ),
    observe: (repositories, signal) => observeFleet(octokit, repositories, signal),
    policy: (facts, proposals) => readPolicy(octokit, facts, proposals),
    environmentSecrets: (facts, environments) => readEnvironmentSecrets(octokit, facts, environments),
    ...listingCalls(octokit),
    ...settingCalls(octokit),
    ...organizationVariableCalls(octokit),
    ...subjectCalls(octokit),
    ...proposalCalls(octokit),
    ...runCalls(octokit, { ...PATIENT, every: options.lookEvery ?? PATIENT.every }),
    ...runControlCalls(octokit),
    ...runLeftoverCalls(octokit),
    ...dispatchFactCalls(octokit),
  }
}

async function identify(octokit: Octokit, { token }: OctokitOptions): Promise<GithubIdentity> {
  const { data, headers } = await octokit.request('GET /user')
  const expiresAt = readExpiration(headers['github-authentication-token-expiration'])
  return { login: data.login, tokenKind: tokenKind(token), expiresAt }
}

/* Prefixes as GitHub documents them: ghp_ classic, github_pat_ fine-grained, ghu_/ghs_ of an app, gho_ of OAuth. */
const KINDS: readonly (readonly [string, GithubIdentity['tokenKind']])[] = [
  ['ghp_', 'classic'],
  ['github_pat_', 'fine-grained'],
  ['gho_', 'oauth'],
  ['ghu_', 'app'],
  ['ghs_', 'app'],
]

function tokenKind(token: string): GithubIdentity['tokenKind'] {
  return KINDS.find(([prefix]) => token.startsWith(prefix))?.[1] ?? 'other'
}
