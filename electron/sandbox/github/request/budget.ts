import type { GithubBudget, GithubWorld } from '../github-world'
import { GithubFault } from './fault'

export type BudgetName = 'core' | 'graphql' | 'search'

/** Requests (REST) or points (GraphQL) an hour, shared by all tokens of one user (field-notes §4). */
export const HOURLY_LIMIT = 5000

/** Requests or points in so many seconds; searches have a minute of their own (REST docs, “Search”). */
const LIMITS: Readonly<Record<BudgetName, { most: number; seconds: number }>> = {
  core: { most: HOURLY_LIMIT, seconds: 3600 },
  graphql: { most: HOURLY_LIMIT, seconds: 3600 },
  search: { most: 30, seconds: 60 },
}

/** What a login has used of a budget since its last reset. `now` in milliseconds. */
export function budgetOf(github: GithubWorld, login: string, name: BudgetName, now: number): GithubBudget {
  github.budgets ??= {}
  const seconds = Math.floor(now / 1000)
  const begin = (of: BudgetName): GithubBudget => ({ used: 0, resetsAt: seconds + LIMITS[of].seconds })
  const budgets = github.budgets[login] ?? { core: begin('core'), graphql: begin('graphql') }
  github.budgets[login] = budgets
  const standing = budgets[name]
  if (standing && standing.resetsAt > seconds) return standing
  const fresh = begin(name)
  budgets[name] = fresh
  return fresh
}

/** Uses a login's budget up until its reset, as a busy neighbour tool would. */
export function exhaustBudget(github: GithubWorld, login: string, name: BudgetName, now: number): void {
  budgetOf(github, login, name, now).used = LIMITS[name].most
}

/** 403 with the headers that tell when to come back, once the budget is used up. */
export function requireBudget(github: GithubWorld, login: string, name: BudgetName, now: number): void {
  const budget = budgetOf(github, login, name, now)
  if (budget.used < LIMITS[name].most) return
  throw new GithubFault(403, exceeded(login), { headers: budgetHeaders(budget, name) })
}

/** GitHub's words for a budget that is gone. */
export function exceeded(login: string): string {
  return `API rate limit exceeded for user ${login}.`
}

/** The budget as the rate-limit endpoint and GraphQL describe it. */
export function describeBudget(budget: GithubBudget, name: BudgetName) {
  const { most } = LIMITS[name]
  return {
    limit: most,
    used: budget.used,
    remaining: Math.max(0, most - budget.used),
    reset: budget.resetsAt,
  }
}

/** The `x-ratelimit-…` headers of a response. */
export function budgetHeaders(budget: GithubBudget, name: BudgetName): Record<string, string> {
  const { limit, used, remaining, reset } = describeBudget(budget, name)
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-used': String(used),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': name,
  }
}
