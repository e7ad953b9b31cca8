import { inflateSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { endingSignIns } from '../../../electron/desktop/ending-sign-ins'
import { drawIcon } from '../../../electron/desktop/tray-icon'
import { trayMenu } from '../../../electron/desktop/tray-menu'
import { type FleetMark, trayState } from '../../../electron/desktop/tray-state'
import type { Standing } from '../../../electron/house'
import type { Connections } from '../../../shared/contract/connections'
import { LINKS, type LinkName, type RepositoryState } from '../../../shared/domain/finding'
import { AccountId, Region, RepositoryName } from '../../../shared/domain/ids'
import type { AwsProfile } from '../../../shared/domain/profile'

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

describe('its menu', () => {
  const actions = {
    open: vi.fn(),
    openRepository: vi.fn(),
    openConnections: vi.fn(),
    test: vi.fn(),
    quit: vi.fn(),
  }

  test('names what is broken and offers to open and to test it', () => {
    const item = trayMenu(trayState([working, broken]), [], actions).find(({ label }) =>
      label?.startsWith('acme/api'),
    )
    expect(item?.label).toBe('acme/api: broken at trust')
    expect(item?.submenu).toMatchObject([{ label: 'Open' }, { label: 'Start a test run' }])
  })

  test('stays short with a large fleet', () => {
    const fleet = Array.from({ length: 40 }, (_, index) => standing(`acme/r${index}`, 'broken', 'trust'))
    const labels = trayMenu(trayState(fleet), [], actions).map(({ label }) => label)
    expect(labels).toContain('and 28 more')
    expect(labels.length).toBeLessThan(20)
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
    const [, item] = trayMenu(trayState([working]), lines, actions)
    expect(item).toMatchObject({ label: lines[0], click: actions.openConnections })
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
