import type { GithubRun } from './github-world'
import { checkSuiteId } from './respond/run'

type Matches = (run: GithubRun, wanted: string) => boolean

/** The query parameters that narrow a list of runs. */
const FILTERS: Record<string, Matches> = {
  actor: (run, wanted) => run.actor.toLowerCase() === wanted.toLowerCase(),
  branch: (run, wanted) => run.branch === wanted,
  event: (run, wanted) => run.event === wanted,
  // One parameter asks for either: a status, or the conclusion of a completed run.
  status: (run, wanted) => run.status === wanted || run.conclusion === wanted,
  head_sha: (run, wanted) => run.headSha === wanted,
  check_suite_id: (run, wanted) => String(checkSuiteId(run)) === wanted,
  created: (run, wanted) => withinDates(run.createdAt, wanted),
}

/** The filter that a query describes; `narrow` is false when it lets every run through. */
export function runFilter(query: (name: string) => string | undefined): {
  narrow: boolean
  matches: (run: GithubRun) => boolean
} {
  const asked = Object.entries(FILTERS).flatMap(([name, matches]) => {
    const wanted = query(name)
    return wanted === undefined ? [] : [(run: GithubRun) => matches(run, wanted)]
  })
  return { narrow: asked.length > 0, matches: (run) => asked.every((matches) => matches(run)) }
}

/** GitHub's search syntax for dates: `2026-01-01`, `>=X`, `<X`, `X..Y`, with `*` for an open end. */
function withinDates(at: string, wanted: string): boolean {
  const range = /^(.+)\.\.(.+)$/.exec(wanted)
  if (range?.[1] && range[2]) {
    return (range[1] === '*' || at >= range[1]) && (range[2] === '*' || at <= endOf(range[2]))
  }
  const [, operator, date] = /^([<>]=?)?(.+)$/.exec(wanted) ?? []
  if (date === undefined) return true
  switch (operator) {
    case '>':
      return at > endOf(date)
    case '>=':
      return at >= date
    case '<':
      return at < date
    case '<=':
      return at <= endOf(date)
    default:
      return at >= date && at <= endOf(date)
  }
}

/** A bare date means its whole day. */
function endOf(date: string): string {
  return date.length === 'YYYY-MM-DD'.length ? `${date}T23:59:59Z` : date
}
