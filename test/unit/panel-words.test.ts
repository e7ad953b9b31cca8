import { describe, expect, it } from 'vitest'
import { commandsFor } from '../../renderer/frame/commands'
import { splitByDifference } from '../../renderer/ui/evidence/split-by-difference'
import { ageOf, durationOf } from '../../renderer/ui/time'
import { count, linkSentence, runWord } from '../../renderer/ui/words'

describe('ages and durations', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  it.each([
    ['2026-11-22T11:59:30Z', 'just now'],
    ['2026-11-22T11:56:00Z', '4 min ago'],
    ['2026-11-22T09:00:00Z', '3 h ago'],
    ['2026-11-10T12:00:00Z', '12 d ago'],
    ['2026-06-01T12:00:00Z', 'Jun 1, 2026'],
  ])('%s is %s', (at, words) => {
    expect(ageOf(at, now)).toBe(words)
  })

  it.each([
    ['2026-11-22T12:00:00Z', '0s'],
    ['2026-11-22T12:00:48Z', '48s'],
    ['2026-11-22T12:03:05Z', '3m 05s'],
    ['2026-11-22T13:02:00Z', '1h 02m'],
  ])('until %s it took %s', (to, words) => {
    expect(durationOf('2026-11-22T12:00:00Z', to)).toBe(words)
  })
})

describe('words', () => {
  it('name a link with its status and reason', () => {
    expect(linkSentence('modelAccess', 'missing', true, 'the form was not submitted')).toBe(
      'Model access: missing, breaks — the form was not submitted',
    )
    expect(linkSentence('trust', 'drift', false, 'any branch is admitted')).toBe(
      'Trust: drift — any branch is admitted',
    )
    expect(linkSentence('trust', 'ok', false, '')).toBe('Trust: ok')
  })

  it('call a run by its conclusion once it has one', () => {
    expect(runWord('in_progress', null)).toBe('In progress')
    expect(runWord('completed', 'startup_failure')).toBe('Startup failure')
  })

  it('count in the singular and the plural', () => {
    expect([count(1, 'step'), count(4, 'step'), count(2, 'repository', 'repositories')]).toEqual([
      '1 step',
      '4 steps',
      '2 repositories',
    ])
  })
})

describe('what differs between two values', () => {
  it('is cut out of both', () => {
    const classic = 'repo:acme/web:ref:refs/heads/main'
    const immutable = 'repo:acme@1/web@2:ref:refs/heads/main'
    expect(splitByDifference(classic, immutable)).toEqual(['repo:acme', '/web', ':ref:refs/heads/main'])
    expect(splitByDifference(immutable, classic)).toEqual(['repo:acme', '@1/web@2', ':ref:refs/heads/main'])
  })

  it('is nothing where they agree, or share no more than chance', () => {
    expect(splitByDifference('eu-west-2', 'eu-west-2')).toEqual(['eu-west-2', '', ''])
    expect(splitByDifference('allowed', 'denied')).toEqual(['allowed', '', ''])
    expect(splitByDifference('eu-west-2', null)).toEqual(['eu-west-2', '', ''])
  })
})

describe('the command palette', () => {
  const command = (title: string) => ({ id: title, title, keys: null, note: null, run: () => {} })
  const commands = ['Go to settings', 'globex/search', 'acme/web', 'acme/research'].map(command)
  it('offers a prefix before a word’s start before the middle of one', () => {
    const found = commandsFor('sea', [command('unseat'), ...commands, command('search all')])
    expect(found.map(({ title }) => title)).toEqual([
      'search all',
      'globex/search',
      'unseat',
      'acme/research',
    ])
  })

  it('offers everything before anything was typed, and nothing for nonsense', () => {
    expect(commandsFor(' ', commands)).toHaveLength(4)
    expect(commandsFor('zzz', commands)).toEqual([])
  })
})
