import { describe, expect, it } from 'vitest'
import {
  breakOf,
  countRows,
  type FleetLook,
  group,
  lookAt,
  matches,
} from '../../renderer/features/fleet/fleet-filter'
import { mergeFleet } from '../../renderer/features/fleet/merge-fleet'
import type { FleetRow } from '../../shared/contract/fleet'
import { LINKS, type LinkName, type RepositoryState } from '../../shared/domain/finding'
import { RepositoryName } from '../../shared/domain/ids'

interface Wish {
  state?: RepositoryState
  breaks?: LinkName
  model?: string
  account?: string
}

function row(name: string, { state = 'working', breaks, model, account }: Wish = {}): FleetRow {
  const link = (link: LinkName) => ({
    status: link === breaks ? ('drift' as const) : ('ok' as const),
    breaks: link === breaks,
    says: '',
  })
  return {
    repository: RepositoryName.parse(name),
    url: `https://github.com/${name}`,
    visibility: 'private',
    archived: state === 'archived',
    state,
    links: Object.fromEntries(LINKS.map((name) => [name, link(name)])) as FleetRow['links'],
    headline: null,
    account: account ?? null,
    role: null,
    region: null,
    model: model ?? null,
    lastRun: null,
    readAt: null,
    observing: false,
    failure: null,
  }
}

const LOOK: FleetLook = {
  query: '',
  state: null,
  brokenAt: null,
  sort: 'urgency',
  descending: false,
  grouping: 'none',
}

const names = (rows: readonly FleetRow[]) => rows.map(({ repository }) => repository)

const FLEET = [
  row('acme/web'),
  row('acme/deploy', { state: 'broken', breaks: 'variables', account: '111122223333' }),
  row('globex/api', { state: 'broken', breaks: 'trust', model: 'eu.anthropic.claude-sonnet-4-6' }),
  row('globex/old', { state: 'archived' }),
]

describe('the fleet’s order', () => {
  it('is worst first, and among broken ones the earlier link first', () => {
    expect(names(lookAt(FLEET, LOOK))).toEqual(['globex/api', 'acme/deploy', 'acme/web', 'globex/old'])
  })

  it('turns round, and puts what has no value last', () => {
    expect(names(lookAt(FLEET, { ...LOOK, sort: 'repository', descending: true }))[0]).toBe('globex/old')
    expect(names(lookAt(FLEET, { ...LOOK, sort: 'account' }))[0]).toBe('acme/deploy')
  })
})

describe('the fleet’s filter', () => {
  it('finds words in any column, in any order and case', () => {
    expect(matches(FLEET[2] ?? row('x/y'), 'SONNET globex')).toBe(true)
    expect(matches(FLEET[2] ?? row('x/y'), 'sonnet acme')).toBe(false)
  })

  it('finds a repository by where it is broken', () => {
    expect(names(lookAt(FLEET, { ...LOOK, query: 'broken at trust' }))).toEqual(['globex/api'])
    expect(names(lookAt(FLEET, { ...LOOK, brokenAt: 'variables' }))).toEqual(['acme/deploy'])
  })

  it('shows one state', () => {
    expect(names(lookAt(FLEET, { ...LOOK, state: 'archived' }))).toEqual(['globex/old'])
  })
})

describe('the numbers above the fleet', () => {
  it('count states worst first, and breaks at the first link that breaks', () => {
    const { states, breaks } = countRows(FLEET)
    expect(states).toEqual([
      { state: 'broken', n: 2 },
      { state: 'working', n: 1 },
      { state: 'archived', n: 1 },
    ])
    expect(breaks).toEqual([
      { link: 'trust', n: 1 },
      { link: 'variables', n: 1 },
    ])
  })

  it('say nothing of a break in a repository that is not broken', () => {
    expect(breakOf(row('acme/blank', { state: 'not-set-up', breaks: 'trust' }))).toBeNull()
  })
})

describe('grouping', () => {
  it('puts each row under its organization', () => {
    const lines = group(FLEET, 'organization')
    expect(
      lines.map((line) => (line.kind === 'group' ? `${line.title} ${line.size}` : line.row.repository)),
    ).toEqual(['acme 2', 'acme/web', 'acme/deploy', 'globex 2', 'globex/api', 'globex/old'])
  })
})

describe('a push of the fleet', () => {
  it('replaces changed rows in place, appends new ones and drops removed ones', () => {
    const view = { rows: FLEET, progress: null, budgets: [], failure: null }
    const broken = row('acme/web', { state: 'broken', breaks: 'workflow' })
    const event = {
      ...view,
      rows: [broken, row('acme/new')],
      progress: { done: 1, total: 2 },
      removed: [RepositoryName.parse('globex/old')],
    }
    const merged = mergeFleet(view, event)
    expect(names(merged.rows)).toEqual(['acme/web', 'acme/deploy', 'globex/api', 'acme/new'])
    expect(merged.rows[0]?.state).toBe('broken')
    expect(merged.progress).toEqual({ done: 1, total: 2 })
    expect(merged).not.toHaveProperty('removed')
  })
})
