import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { subjectScope } from '../../electron/terminal/arguments'

/* What `--scope` takes, as docs/terminal.md lists it. */

describe('--scope', () => {
  it.each([
    ['branch:main', { kind: 'branch', name: 'main' }],
    ['branch:feature/a:b', { kind: 'branch', name: 'feature/a:b' }],
    ['tag:v1', { kind: 'tag', name: 'v1' }],
    ['environment:prod', { kind: 'environment', name: 'prod' }],
    ['pull-request', { kind: 'pull-request' }],
    ['any', { kind: 'any' }],
    ['organization', { kind: 'organization' }],
    [
      'workflow:octo/a/.github/workflows/x.yml@v1',
      { kind: 'workflow', reference: 'octo/a/.github/workflows/x.yml@v1' },
    ],
  ])('%s', (text, scope) => {
    expect(subjectScope(text, [])).toEqual([scope])
  })

  it('adds to those before it', () => {
    expect(subjectScope('any', [{ kind: 'pull-request' }])).toEqual([
      { kind: 'pull-request' },
      { kind: 'any' },
    ])
  })

  it.each([
    '',
    'branch',
    'branch:',
    'any:x',
    'workflow:x.yml',
    'workflow:octo/a/.github/workflows/x.yml',
    'fork',
  ])('refuses %j and says what it takes', (text) => {
    expect(() => subjectScope(text, [])).toThrow(InvalidArgumentError)
    expect(() => subjectScope(text, [])).toThrow(/branch:NAME/)
  })
})
