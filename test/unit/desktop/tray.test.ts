import { inflateSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { endingSignIns } from '../../../electron/desktop/ending-sign-ins'
import { noticeOf } from '../../../electron/desktop/run-notices'
import { drawIcon } from '../../../electron/desktop/tray-icon'
import { type TrayNews, trayMenu } from '../../../electron/desktop/tray-menu'
import { trayRuns } from '../../../electron/desktop/tray-runs'
import { type FleetMark, trayState, withOtherHosts } from '../../../electron/desktop/tray-state'
import type { Standing } from '../../../electron/house'
import type { Connections } from '../../../shared/contract/connections'
import type { TestEntry, TestOutcome } from '../../../shared/contract/test-runs'
import { LINKS, type LinkName, type RepositoryState } from '../../../shared/domain/finding'
import type { HostFleet } from '../../../shared/domain/host-fleet'
import { AccountId, Region, RepositoryName } from '../../../shared/domain/ids'
import type { AwsProfile } from '../../../shared/domain/profile'
import type { Conclusion, RunSummary } from '../../../shared/domain/run'
import { keyOfRun } from '../../../shared/domain/run-looks'

function standing(name: string, state: RepositoryState, breaksAt: LinkName | null = null): Standing {
  const report = (link: LinkName) => ({ status: 'ok' as const, breaks: link === breaksAt })
  const links = Object.fromEntries(LINKS.map((link) => [link, report(link)])) as Standing['links']
  return { repository: RepositoryName.parse(name), state, links }
}

function connectionsOf(profiles: AwsProfile[], connected: string[]): Connections {
  const pin = {
    account: AccountId.parse('111122223333'),
    partition: 'aws' as const,
    alias: null,
    arn: 'arn:aws:sts::111122223333:assumed-role/x/y',
    region: Region.parse('us-east-1'),
    failure: null,
    movedTo: null,
  }
  return {
    profiles,
    complaints: [],
    unreadable: false,
    aws: connected.map((profile) => ({ ...pin, profile })),
    questions: [],
    github: null,
    identities: [],
    sandbox: false,
    keepsSecrets: false,
  }
}

function runOf(name: string, number: number, part: Partial<RunSummary>): RunSummary {
  const at = '2026-11-22T12:00:00Z'
  return {
    ...{ id: number, repository: RepositoryName.parse(name), number, attempt: 1, title: 'Bedrock' },
    ...{ workflowName: 'Bedrock', workflowPath: null, event: 'workflow_dispatch', branch: 'main' },
    ...{ headSha: 'a', actor: null, status: 'queued', conclusion: null, createdAt: at, updatedAt: at },
    url: 'https://github.com/acme/web/actions/runs/1',
    ...part,
  }
}

const working = standing('acme/web', 'working')
const broken = standing('acme/api', 'broken', 'trust')

describe('the tray tells the worst of the fleet', () => {
  test('broken repositories, counted by the link at which they break', () => {
    const state = trayState([working, broken, standing('globex/ml', 'broken', 'modelAccess')])
    expect(state.mark).toBe('broken')
    expect(state.says).toBe('2 of 3 broken: 1 at trust, 1 at model access')
  })

  test('attention where nothing is broken', () => {
    expect(trayState([working, standing('acme/api', 'attention')]).mark).toBe('attention')
  })

  test('nothing is called working that could not be read', () => {
    expect(trayState([working, standing('acme/api', 'unknown')]).mark).toBe('unknown')
    expect(trayState([]).mark).toBe('unknown')
  })

  test('working', () => {
    expect(trayState([working])).toMatchObject({ mark: 'working', broken: [] })
  })
})

describe('with fleets on other hosts', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const here: HostFleet = {
    host: 'github.com',
    identity: 'mona@github.com',
    login: 'mona',
    here: true,
    total: 1,
    broken: 0,
    attention: 0,
    unknown: 0,
    readAt: '2026-11-22T12:00:00Z',
    signedOut: false,
  }
  const tenant: HostFleet = {
    ...here,
    host: 'octo.ghe.com',
    identity: 'mona@octo.ghe.com',
    here: false,
    total: 5,
    readAt: '2026-11-22T11:30:00Z',
  }
  test.each([
    ['red there is red here', { broken: 2 }, 'broken', 'octo.ghe.com: 2 of 5 broken, read 30 min ago'],
    ['attention', { attention: 1 }, 'attention', 'octo.ghe.com: 1 of 5 needs attention, read 30 min ago'],
    ['well, and read lately', {}, 'working', 'octo.ghe.com: none of 5 broken, read 30 min ago'],
    [
      'well, and read too long ago to be believed',
      { readAt: '2026-11-19T12:00:00Z' },
      'unknown',
      'octo.ghe.com: none of 5 was broken, read 3 days ago',
    ],
    ['never read', { total: 0, readAt: null }, 'unknown', 'octo.ghe.com: not read yet'],
    [
      'signed out of',
      { signedOut: true, readAt: null },
      'unknown',
      'octo.ghe.com: its token is no longer accepted',
    ],
  ])('%s', (_how, there, mark, says) => {
    const state = withOtherHosts(trayState([working]), [here, { ...tenant, ...there }], now)
    expect(state.mark).toBe(mark)
    expect(state.says).toBe('github.com: none of 1 is broken, 1 proven by a run')
    expect(state.others).toEqual([{ identity: 'mona@octo.ghe.com', says }])
  })

  test('a click on one of them looks at it', () => {
    const switchTo = vi.fn()
    const none = () => {}
    const state = withOtherHosts(trayState([working]), [here, { ...tenant, broken: 1 }], now)
    const actions = {
      open: none,
      openAt: none,
      openRepository: none,
      openConnections: none,
      test: none,
      quit: none,
    }
    const item = trayMenu({ state, signIns: [], runs: [] }, { ...actions, switchTo }).find(({ label }) =>
      label?.startsWith('octo.ghe.com'),
    )
    Reflect.apply(item?.click ?? none, item, [])
    expect(switchTo).toHaveBeenCalledWith('mona@octo.ghe.com')
  })

  test('one host alone is not named', () => {
    expect(withOtherHosts(trayState([working]), [here], now).says).toBe(
      'none of 1 is broken, 1 proven by a run',
    )
  })
})

describe('its menu', () => {
  const actions = {
    open: vi.fn(),
    openAt: vi.fn(),
    openRepository: vi.fn(),
    openConnections: vi.fn(),
    test: vi.fn(),
    switchTo: vi.fn(),
    quit: vi.fn(),
  }
  const menuOf = (news: Partial<TrayNews>) =>
    trayMenu({ state: trayState([working]), signIns: [], runs: [], ...news }, actions)

  test('names what is broken and offers to open and to test it', () => {
    const item = menuOf({ state: trayState([working, broken]) }).find(({ label }) =>
      label?.startsWith('acme/api'),
    )
    expect(item?.label).toBe('acme/api: broken at trust')
    expect(item?.submenu).toMatchObject([{ label: 'Open' }, { label: 'Start a test run' }])
  })

  test('stays short with a large fleet', () => {
    const fleet = Array.from({ length: 40 }, (_, index) => standing(`acme/r${index}`, 'broken', 'trust'))
    const labels = menuOf({ state: trayState(fleet) }).map(({ label }) => label)
    expect(labels).toContain('and 28 more')
    expect(labels.length).toBeLessThan(20)
  })

  test('lists the test runs that go on and those that failed lately, each with its way there', () => {
    const [open, waiting, failed] = [
      runOf('acme/web', 12, { status: 'in_progress' }),
      runOf('acme/web', 13, { status: 'waiting' }),
      runOf('acme/api', 3, { status: 'completed', conclusion: 'failure' }),
    ]
    const step = { number: 2, name: 'Ask Claude', status: 'in_progress' as const, conclusion: null }
    const times = { startedAt: open.createdAt, completedAt: null }
    const job = { id: 1, name: 'ask', status: 'in_progress' as const, conclusion: null, url: null }
    const state = {
      run: open,
      readAt: open.updatedAt,
      jobs: [{ ...job, ...times, steps: [{ ...step, ...times }] }],
    }
    const runs = trayRuns({
      kind: 'view',
      view: { open: [waiting, open], failed: [failed] },
      causes: new Map([[keyOfRun(failed), 'The job may not ask for a token']]),
      states: new Map([[keyOfRun(open), state]]),
    })
    const items = menuOf({ runs })
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining([
        'Test runs',
        'acme/web #13: waits for a review',
        'acme/web #12: is running, Ask Claude',
        'acme/api #3: failed: The job may not ask for a token',
      ]),
    )
    const item = items.find(({ label }) => label?.startsWith('acme/api'))
    item?.click?.({} as never, undefined, {} as never)
    expect(actions.openAt).toHaveBeenCalledWith('#/r/acme/api/runs/3')
    const many = Array.from({ length: 30 }, (_, index) => ({ label: `r${index}`, place: '#/' }))
    expect(menuOf({ runs: many }).length).toBeLessThan(15)
  })

  test('tells which sign-in ends, ahead of its end, and leads to where it is renewed', () => {
    const now = Date.parse('2026-11-22T12:00:00Z')
    const profile = (name: string, expiresAt: string | null, renewable = false): AwsProfile => ({
      name,
      kind: 'sso-session',
      region: null,
      chain: [],
      signIn: { how: 'identity-center', name: `at-${name}`, expiresAt, renewable },
      says: null,
    })
    const profiles = [
      profile('soon', '2026-11-22T12:12:00Z'),
      profile('ended', '2026-11-22T11:00:00Z'),
      profile('never', null),
      profile('late', '2026-11-22T20:00:00Z'),
      profile('renews', '2026-11-22T12:01:00Z', true),
      { ...profile('other', null), name: 'unconnected' },
    ]
    const connected = ['soon', 'ended', 'never', 'late', 'renews']
    const lines = endingSignIns(connectionsOf(profiles, connected), now)
    expect(lines).toEqual([
      'AWS: the sign-in at at-soon ends in 12 min',
      'AWS: the sign-in at at-ended has ended',
      'AWS: signed out of at-never',
    ])
    const [, item] = menuOf({ signIns: lines })
    expect(item).toMatchObject({ label: lines[0], click: actions.openConnections })
  })
})

describe('the system is told how a test run ended', () => {
  const cause = {
    ...{ cause: 'no-id-token', row: 9, title: 'The job may not ask for a token', says: 'It lacks a right.' },
    ...{
      confidence: 'certain' as const,
      jobId: null,
      jobName: null,
      line: null,
      excerpt: null,
      evidence: [],
    },
    ...{ consequences: [], repair: null },
  }
  const ended = (conclusion: Conclusion, diagnoses = [cause]) =>
    noticeOf({
      kind: 'ended',
      ended: { run: runOf('acme/web', 7, { status: 'completed', conclusion }), diagnoses },
    })

  test.each([
    ['passed', ended('success', []), /^✓ acme\/web: the test run passed$/],
    ['failed, with the cause', ended('failure'), /^✗ acme\/web: the test run failed$/],
    ['green without proof', ended('success'), /green, but not proven/],
    ['cancelled', ended('cancelled', []), /was cancelled/],
  ])('%s', (_, notice, title) => {
    expect(notice?.title).toMatch(title)
    expect(notice?.place).toBe('#/r/acme/web/runs/7')
  })

  test('with the cause in words', () => {
    expect(ended('failure')?.body).toContain('The job may not ask for a token')
  })

  test('of many at once in one notification', () => {
    const entryOf = (name: string, outcome: TestOutcome): TestEntry => ({
      ...{ repository: RepositoryName.parse(name), outcome, run: null, failure: null },
      diagnoses: outcome === 'failed' ? [cause] : [],
    })
    const entries = [entryOf('acme/web', 'passed'), entryOf('acme/api', 'failed')]
    expect(noticeOf({ kind: 'batch-ended', entries })).toEqual({
      title: '✗ 1 of 2 test runs passed',
      body: 'acme/api: The job may not ask for a token',
      place: '#/tests',
    })
  })
})

/** The alpha channel of an icon: its shape without its colour. */
function shapeOf(mark: FleetMark): number[] {
  const png = drawIcon(mark, 16)
  const start = png.indexOf('IDAT')
  const length = png.readUInt32BE(start - 4)
  const rows = inflateSync(png.subarray(start + 4, start + 4 + length))
  return Array.from({ length: 256 }, (_, pixel) => {
    const row = Math.floor(pixel / 16)
    return rows[row * 65 + 1 + (pixel % 16) * 4 + 3] ?? 0
  })
}

describe('its icon', () => {
  const marks = ['working', 'attention', 'broken', 'unknown'] as const

  test('is a PNG of the asked size', () => {
    const png = drawIcon('broken', 32)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([32, 32])
  })

  test('has another shape for each mark, so that colour is not needed', () => {
    const opaque = (mark: FleetMark) => shapeOf(mark).map((alpha) => alpha > 127)
    for (const mark of marks) {
      for (const other of marks.filter((candidate) => candidate !== mark)) {
        const theirs = opaque(other)
        const different = opaque(mark).filter((pixel, index) => pixel !== theirs[index]).length
        expect(different).toBeGreaterThan(25)
      }
    }
  })
})
