import type { FleetRow } from '../../../shared/contract/fleet'
import { LINKS, type LinkName, type RepositoryState } from '../../../shared/domain/finding'
import { splitRepository } from '../../../shared/domain/ids'
import { LINK_TITLES, STATE_WORDS } from '../../ui/words'

export const SORTS = ['urgency', 'repository', 'account', 'model', 'last-run'] as const
export type Sort = (typeof SORTS)[number]

export const GROUPINGS = ['none', 'organization', 'account', 'state'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** How the fleet is looked at; kept in the address, so that back and a bookmark bring it again. */
export interface FleetLook {
  query: string
  state: RepositoryState | null
  /** Only repositories whose runs break first at this link. */
  brokenAt: LinkName | null
  sort: Sort
  descending: boolean
  grouping: Grouping
}

/** Worst first: the order in which an engineer wants to read the fleet. */
export const STATE_ORDER: readonly RepositoryState[] = [
  'broken',
  'attention',
  'unknown',
  'unproven',
  'not-set-up',
  'working',
  'archived',
]

/** The link at which a run of the repository fails first; null when it does not. */
export function breakOf(row: FleetRow): LinkName | null {
  if (row.state !== 'broken') return null
  return LINKS.find((link) => row.links[link].breaks) ?? null
}

/** Rows that fit the typed words, each of which may be in any column. */
export function matches(row: FleetRow, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const broken = breakOf(row)
  const text = [
    row.repository,
    STATE_WORDS[row.state],
    broken && `broken at ${LINK_TITLES[broken]}`,
    row.account,
    row.role,
    row.region,
    row.model,
    row.headline?.says,
  ]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

/** The rows that a look shows, in its order. */
export function lookAt(rows: readonly FleetRow[], look: FleetLook): FleetRow[] {
  const shown = rows.filter(
    (row) =>
      (look.state === null || row.state === look.state) &&
      (look.brokenAt === null || breakOf(row) === look.brokenAt) &&
      matches(row, look.query),
  )
  const direction = look.descending ? -1 : 1
  return shown.sort((one, other) => direction * compare(one, other, look.sort) || byName(one, other))
}

function byName(one: FleetRow, other: FleetRow): number {
  return one.repository.localeCompare(other.repository)
}

function compare(one: FleetRow, other: FleetRow, sort: Sort): number {
  switch (sort) {
    case 'urgency':
      return (
        STATE_ORDER.indexOf(one.state) - STATE_ORDER.indexOf(other.state) ||
        breakIndex(one) - breakIndex(other)
      )
    case 'repository':
      return byName(one, other)
    case 'account':
      return text(one.account, other.account) || text(one.role, other.role)
    case 'model':
      return text(one.model, other.model) || text(one.region, other.region)
    case 'last-run':
      return text(other.lastRun?.updatedAt ?? null, one.lastRun?.updatedAt ?? null)
    default: {
      const unreachable: never = sort
      return unreachable
    }
  }
}

function breakIndex(row: FleetRow): number {
  const broken = breakOf(row)
  return broken ? LINKS.indexOf(broken) : LINKS.length
}

/** Nothing sorts after something. */
function text(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one.localeCompare(other)
}

/** The table's lines: rows, and above each group its head. */
export type FleetLine =
  | { kind: 'group'; key: string; title: string; size: number }
  | { kind: 'row'; row: FleetRow }

/** Puts rows under the heads of their groups; groups come in the order of their first row. */
export function group(rows: readonly FleetRow[], grouping: Grouping): FleetLine[] {
  if (grouping === 'none') return rows.map((row) => ({ kind: 'row', row }))
  const groups = new Map<string, FleetRow[]>()
  for (const row of rows) {
    const title = groupTitle(row, grouping)
    const members = groups.get(title)
    if (members) members.push(row)
    else groups.set(title, [row])
  }
  return [...groups].flatMap(([title, members]): FleetLine[] => [
    { kind: 'group', key: title, title, size: members.length },
    ...members.map((row) => ({ kind: 'row' as const, row })),
  ])
}

function groupTitle(row: FleetRow, grouping: Exclude<Grouping, 'none'>): string {
  switch (grouping) {
    case 'organization':
      return splitRepository(row.repository).owner
    case 'account':
      return row.account ?? 'No account'
    case 'state':
      return STATE_WORDS[row.state]
    default: {
      const unreachable: never = grouping
      return unreachable
    }
  }
}

/** How many repositories are in each state, and how many runs break first at each link. */
export function countRows(rows: readonly FleetRow[]): {
  states: { state: RepositoryState; n: number }[]
  breaks: { link: LinkName; n: number }[]
} {
  return {
    states: STATE_ORDER.map((state) => ({
      state,
      n: rows.filter((row) => row.state === state).length,
    })).filter(({ n }) => n > 0),
    breaks: LINKS.map((link) => ({ link, n: rows.filter((row) => breakOf(row) === link).length })).filter(
      ({ n }) => n > 0,
    ),
  }
}
