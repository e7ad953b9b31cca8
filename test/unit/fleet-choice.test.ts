import { describe, expect, test } from 'vitest'
import {
  adjustChoice,
  type FleetChoice,
  type ListedByWay,
  type ListedRepository,
  NO_CHOICE,
  searchQuery,
  selectFleet,
} from '../../shared/domain/fleet-choice'
import { readFleetFile, writeFleetFile } from '../../shared/domain/fleet-file'
import { RepositoryName } from '../../shared/domain/ids'
import { repository } from '../support/observations'

const name = (text: string): RepositoryName => RepositoryName.parse(text)
const names = (...texts: string[]): RepositoryName[] => texts.map(name)

function listed(text: string, differing: Partial<ListedRepository> = {}): ListedRepository {
  return { ...repository().facts, repository: name(text), topics: [], ...differing }
}

const ACME: ListedByWay = {
  way: 'organization',
  repositories: [
    listed('acme/web'),
    listed('acme/Api'),
    listed('acme/old', { archived: true }),
    listed('acme/copy', { fork: true }),
  ],
}

function drawn(choice: Partial<FleetChoice>, lists: ListedByWay[] = [ACME]): string[] {
  return selectFleet({ ...NO_CHOICE, ...choice }, lists).chosen.map(({ repository }) => repository)
}

describe('what a choice brings in', () => {
  test.each<[string, Partial<FleetChoice>, string[]]>([
    ['an organization without archived ones and forks', {}, ['acme/Api', 'acme/web']],
    ['archived ones by choice', { archived: true }, ['acme/Api', 'acme/old', 'acme/web']],
    ['forks by choice', { forks: true }, ['acme/Api', 'acme/copy', 'acme/web']],
    [
      'what is named by hand, whatever it is',
      { repositories: names('acme/old') },
      ['acme/Api', 'acme/old', 'acme/web'],
    ],
    ['what is excluded stays out, in any case of its name', { excluded: names('ACME/API') }, ['acme/web']],
    [
      'what is excluded stays out even where a hand named it',
      { repositories: names('acme/web'), excluded: names('acme/web') },
      ['acme/Api'],
    ],
  ])('%s', (_, choice, expected) => {
    expect(drawn(choice)).toEqual(expected)
  })

  test('each once, told by the first way, and counts of what is left out and why', () => {
    const team: ListedByWay = { way: 'team', repositories: [listed('acme/web'), listed('globex/pilot')] }
    const choice = {
      ...NO_CHOICE,
      repositories: names('acme/WEB'),
      excluded: names('acme/api', 'globex/none'),
    }
    expect(selectFleet(choice, [ACME, team])).toEqual({
      chosen: [
        { repository: 'acme/WEB', way: 'hand' },
        { repository: 'globex/pilot', way: 'team' },
      ],
      leftOut: { excluded: 1, archived: 1, forks: 1 },
    })
  })
})

describe('a choice that is adjusted by hand', () => {
  const rule = { ...NO_CHOICE, organizations: ['acme'] }

  test('what is taken out of an organization is excluded, and comes back only when it is added', () => {
    const without = adjustChoice(rule, [], names('acme/web'))
    expect(drawn(without)).toEqual(['acme/Api'])
    expect(drawn(adjustChoice(without, names('Acme/Web'), []))).toEqual(['acme/Api', 'Acme/Web'])
  })

  test('where only hands chose nothing has to be excluded', () => {
    const chosen = { ...NO_CHOICE, repositories: names('acme/web', 'acme/api') }
    expect(adjustChoice(chosen, [], names('acme/Web'))).toEqual({ ...NO_CHOICE, repositories: ['acme/api'] })
  })
})

test.each([
  ['web org:acme', false, 'web org:acme'],
  ['web org:acme', true, 'web org:acme fork:true'],
  ['web fork:only', true, 'web fork:only'],
])('GitHub leaves forks out of a search unless it is told: %s, forks %s', (search, forks, asked) => {
  expect(searchQuery({ ...NO_CHOICE, search, forks })).toBe(asked)
})

describe('a choice as a file', () => {
  const choice: FleetChoice = {
    organizations: ['globex', 'acme'],
    topics: ['bedrock'],
    teams: ['acme/platform'],
    search: 'in:name api',
    repositories: names('acme/web'),
    excluded: names('acme/b', 'acme/A'),
    archived: true,
    forks: false,
  }

  test('is read as it was written, and the order in which it was chosen makes no difference', () => {
    const file = writeFleetFile(choice)
    const read = readFleetFile(file)
    expect(read).toEqual({
      ok: true,
      choice: { ...choice, organizations: ['acme', 'globex'], excluded: ['acme/A', 'acme/b'] },
    })
    expect(writeFleetFile({ ...choice, organizations: ['acme', 'globex'] })).toBe(file)
    expect(JSON.parse(file)).toMatchObject({ rolecall: 'fleet', version: 1 })
  })

  test('what it leaves out is none', () => {
    expect(readFleetFile('\uFEFF{"rolecall":"fleet","version":1,"organizations":["acme"]}')).toEqual({
      ok: true,
      choice: { ...NO_CHOICE, organizations: ['acme'] },
    })
  })

  test.each([
    ['rolecall: fleet', /not JSON/],
    ['[]', /no fleet of Rolecall/],
    ['{"rolecall":"plans","version":1,"plans":[]}', /no fleet of Rolecall/],
    ['{"rolecall":"fleet","version":2}', /version 2/],
    ['{"rolecall":"fleet","version":1,"organisations":["acme"]}', /"organisations"/],
    [
      '{"rolecall":"fleet","version":1,"repositories":["web"]}',
      /repositories\[0\]: Write the repository as owner\/name/,
    ],
    ['{"rolecall":"fleet","version":1,"topics":["a"],"topics":["b"]}', /"topics" twice/],
    ['{"rolecall":"fleet","version":1,"archived":"yes"}', /archived/],
  ])('%s is refused with its reason', (text, why) => {
    expect(readFleetFile(text)).toEqual({ ok: false, why: expect.stringMatching(why) })
  })
})
