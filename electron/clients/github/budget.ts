import type { Budget } from '../../../shared/contract/fleet'

/** Keeps what GitHub's responses say of the hourly budget. */
export class BudgetKeeper {
  private readonly latest = new Map<Budget['resource'], Budget>()

  note(headers: Readonly<Record<string, string | number | undefined>>): void {
    const resource = headers['x-ratelimit-resource']
    const reset = Number(headers['x-ratelimit-reset'])
    if ((resource !== 'core' && resource !== 'graphql') || !(reset > 0)) return
    this.latest.set(resource, {
      resource,
      limit: Number(headers['x-ratelimit-limit']),
      remaining: Number(headers['x-ratelimit-remaining']),
      resetsAt: new Date(reset * 1000).toISOString(),
    })
  }

  all(): Budget[] {
    return [...this.latest.values()]
  }
}
