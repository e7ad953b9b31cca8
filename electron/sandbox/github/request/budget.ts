import type { GithubBudget, GithubWorld } from '../github-world'
import { GithubFault } from './fault'

export type BudgetName = 'core' | 'graphql'

/** Requests (REST) or points (GraphQL) an hour, shared by all tokens of one user (field-notes §4). */
export const HOURLY_LIMIT = 5000

const HOUR_SECONDS = 3600

/** What a login has used of a budget in the current hour. `now` in milliseconds. */
export function budgetOf(github: GithubWorld, login: string, name: BudgetName, now: number): GithubBudget {
  github.budgets ??= {}
  const seconds = Math.floor(now / 1000)
  const fresh = () => ({ used: 0, resetsAt: seconds + HOUR_SECONDS })
  const budgets = github.budgets[login] ?? { core: fresh(), graphql: fresh() }
  github.budgets[login] = budgets
  if (budgets[name].resetsAt <= seconds) budgets[name] = fresh()
  return budgets[name]
}

/** Uses a login's budget up until its reset, as a busy neighbour tool would. */
export function exhaustBudget(github: GithubWorld, login: string, name: BudgetName, now: number): void {
  budgetOf(github, login, name, now).used = HOURLY_LIMIT
}

/** 403 with the headers that tell when to come back, once the budget is used up. */
export function requireBudget(github: GithubWorld, login: string, name: BudgetName, now: number): void {
  const budget = budgetOf(github, login, name, now)
  if (budget.used < HOURLY_LIMIT) return
  throw new GithubFault(403, exceeded(login), { headers: budgetHeaders(budget, name) })
}

/** GitHub's words for a budget that is gone. */
export function exceeded(login: string): string {
  return `API rate limit exceeded for user ${login}.`
}

/** The budget as the rate-limit endpoint and GraphQL describe it. */
export function describeBudget(budget: GithubBudget) {
  return {
    limit: HOURLY_LIMIT,
    used: budget.used,
    remaining: Math.max(0, HOURLY_LIMIT - budget.used),
    reset: budget.resetsAt,
  }
}

/** The `x-ratelimit-…` headers of a response. */
export function budgetHeaders(budget: GithubBudget, name: BudgetName): Record<string, string> {
  const { limit, used, remaining, reset } = describeBudget(budget)
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-used': String(used),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': name,
  }
}
