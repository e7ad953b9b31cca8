import { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { outcomeOf, RunFilter, RunOutcome } from '../../../shared/domain/run-filter'

export const RUN_GROUPINGS = ['none', 'repository', 'workflow', 'state', 'day'] as const
export type RunGrouping = (typeof RUN_GROUPINGS)[number]

/** Periods that can be chosen, in days; null is all that is known. */
export const PERIODS = [1, 7, 30, 90] as const
export type Period = (typeof PERIODS)[number]

/** How the runs are looked at; kept in the address, so that a view can be linked and saved. */
export interface RunsLook {
  filter: Omit<RunFilter, 'since'>
  period: Period | null
  grouping: RunGrouping
}

/** The parts of a filter that hold several names, with their names in the address. */
export const FACETS = {
  outcomes: 'state',
  repositories: 'repository',
  workflows: 'workflow',
  branches: 'branch',
  events: 'event',
  actors: 'actor',
} as const
export type Facet = keyof typeof FACETS

/** The look that an address describes; what it does not know in it is left out. */
export function lookOf(params: URLSearchParams): RunsLook {
  const names = (facet: Facet) => [...new Set(params.getAll(FACETS[facet]))]
  const { since: _, ...filter } = RunFilter.parse({
    text: params.get('q') ?? '',
    outcomes: names('outcomes').filter((name) => RunOutcome.safeParse(name).success),
    repositories: names('repositories').filter((name) => RepositoryName.safeParse(name).success),
    workflows: names('workflows'),
    branches: names('branches'),
    events: names('events'),
    actors: names('actors'),
  })
  return {
    filter,
    period: PERIODS.find((days) => `${days}d` === params.get('period')) ?? null,
    grouping: RUN_GROUPINGS.find((grouping) => grouping === params.get('group')) ?? 'none',
  }
}

/** The address of a look; what is as it is at first is left out. */
export function paramsOf({ filter, period, grouping }: RunsLook): URLSearchParams {
  const params = new URLSearchParams()
  if (filter.text !== '') params.set('q', filter.text)
  for (const facet of Object.keys(FACETS) as Facet[]) {
    for (const name of filter[facet]) params.append(FACETS[facet], name)
  }
  if (period !== null) params.set('period', `${period}d`)
  if (grouping !== 'none') params.set('group', grouping)
  return params
}

/** Whether a look leaves anything out. */
export function narrows({ filter, period }: RunsLook): boolean {
  return (
    period !== null ||
    filter.text !== '' ||
    (Object.keys(FACETS) as Facet[]).some((facet) => filter[facet].length > 0)
  )
}

const DAY = 86_400_000

/** When a period begins: at the beginning of a whole minute, so that it moves but seldom. */
export function sinceOf(period: Period | null, now: number): string | null {
  if (period === null) return null
  return new Date(Math.floor((now - period * DAY) / 60_000) * 60_000).toISOString()
}

/** Values that the runs offer for a facet, the most frequent first. */
export function choicesOf(runs: readonly RunSummary[], facet: Facet): { name: string; n: number }[] {
  const counts = new Map<string, number>()
  for (const run of runs) {
    const name = facetOf(run, facet)
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts]
    .map(([name, n]) => ({ name, n }))
    .sort((one, other) => other.n - one.n || one.name.localeCompare(other.name))
}

function facetOf(run: RunSummary, facet: Facet): string | null {
  switch (facet) {
    case 'outcomes':
      return outcomeOf(run)
    case 'repositories':
      return run.repository
    case 'workflows':
      return run.workflowName
    case 'branches':
      return run.branch
    case 'events':
      return run.event
    case 'actors':
      return run.actor
    default: {
      const unreachable: never = facet
      return unreachable
    }
  }
}

/** The table's lines: runs, and above each group its head. */
export type RunLine =
  | { kind: 'group'; key: string; title: string; runs: readonly RunSummary[] }
  | { kind: 'run'; run: RunSummary }

/** Puts runs under the heads of their groups, which come in the order of their latest run. */
export function groupRuns(
  runs: readonly RunSummary[],
  grouping: RunGrouping,
  titleOf: (run: RunSummary, grouping: Exclude<RunGrouping, 'none'>) => string,
): RunLine[] {
  if (grouping === 'none') return runs.map((run) => ({ kind: 'run', run }))
  const groups = new Map<string, RunSummary[]>()
  for (const run of runs) {
    const title = titleOf(run, grouping)
    const members = groups.get(title)
    if (members) members.push(run)
    else groups.set(title, [run])
  }
  return [...groups].flatMap(([title, members]): RunLine[] => [
    { kind: 'group', key: title, title, runs: members },
    ...members.map((run) => ({ kind: 'run' as const, run })),
  ])
}
