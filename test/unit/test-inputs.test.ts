import { describe, expect, test } from 'vitest'
import { RepositoryName } from '../../shared/domain/ids'
import type { Setup } from '../../shared/domain/setup'
import {
  commonInputs,
  complaintOf,
  firstValues,
  nonceInput,
  withoutSecrets,
} from '../../shared/domain/test-inputs'
import { inputsAt, readinessOf } from '../../shared/domain/test-readiness'
import type { DispatchInput } from '../../shared/domain/workflow-types'

function input(name: string, part: Partial<DispatchInput> = {}): DispatchInput {
  return { name, type: 'string', description: null, required: false, default: null, options: [], ...part }
}

const SETUP = { region: 'eu-west-2', model: 'eu.anthropic.claude-sonnet-4-6' } as Setup

describe('what a dialog begins with', () => {
  const cases: [string, DispatchInput, Record<string, string>, string, string][] = [
    ['the setup before everything', input('model', { default: 'x' }), { model: 'y' }, SETUP.model, 'setup'],
    ['the provider is Bedrock', input('AI-Provider', { default: 'anthropic' }), {}, 'bedrock', 'setup'],
    [
      'a choice without it stays',
      input('region', { type: 'choice', options: ['us-east-1'] }),
      {},
      'us-east-1',
      'none',
    ],
    [
      'what was remembered before the default',
      input('prompt', { default: 'Hi' }),
      { prompt: 'Ho' },
      'Ho',
      'remembered',
    ],
    [
      'no remembered value that is no choice any more',
      input('size', { type: 'choice', options: ['s'], default: 's' }),
      { size: 'xl' },
      's',
      'default',
    ],
    ['a boolean is false', input('dry', { type: 'boolean' }), {}, 'false', 'none'],
  ]
  test.each(cases)('%s', (_, one, remembered, value, source) => {
    expect(firstValues([one], SETUP, remembered)[one.name]).toEqual({ value, source })
  })
})

test.each<[Partial<DispatchInput>, string, RegExp | null]>([
  [{ required: true }, '', /requires/],
  [{ type: 'number' }, 'three', /number/],
  [{ type: 'number' }, '-1.5', null],
  [{ type: 'boolean' }, 'yes', /true or false/],
  [{ type: 'choice', options: ['a', 'b'] }, 'c', /one of a, b/],
  [{ type: 'environment' }, 'nowhere', /no such environment/],
  [{ type: 'environment' }, 'production', null],
])('of %j the value "%s" is judged as GitHub would', (part, value, complaint) => {
  const said = complaintOf(input('x', part), value, ['production'])
  if (complaint === null) expect(said).toBeNull()
  else expect(said).toMatch(complaint)
})

test('nothing that may be a secret is kept, by its name or by its form', () => {
  const kept = withoutSecrets({
    prompt: 'Hello',
    max_turns: '3',
    api_key: 'x',
    githubToken: 'x',
    note: `ghp_${'a'.repeat(36)}`,
    password: 'x',
  })
  expect(kept).toEqual({ prompt: 'Hello', max_turns: '3' })
})

test('a mark goes into an input that is for one and that nobody has filled', () => {
  const inputs = [input('prompt'), input('distinct_id')]
  expect(nonceInput(inputs, {})).toBe('distinct_id')
  expect(nonceInput(inputs, { distinct_id: 'mine' })).toBeNull()
  expect(nonceInput([input('prompt')], {})).toBeNull()
})

describe('what stands between a workflow and its run', () => {
  const TEXT =
    'on: { workflow_dispatch: { inputs: { note: { required: true } } } }\njobs: { a: { runs-on: x, steps: [{ run: ls }] } }\n'
  const FINE: Parameters<typeof readinessOf>[0] = {
    path: '.github/workflows/a.yml',
    ref: 'next',
    facts: {
      repository: RepositoryName.parse('acme/web'),
      defaultBranch: 'main',
      permission: 'write',
      archived: false,
    },
    refKind: 'branch',
    textAtRef: TEXT,
    textOnDefault: TEXT,
    state: 'active',
    actionsEnabled: true,
  }
  const failing = (part: Partial<typeof FINE>) =>
    readinessOf({ ...FINE, ...part }).flatMap(({ check, passes }) =>
      passes === 'yes' ? [] : [[check, passes]],
    )

  test.each<[string, Partial<typeof FINE>, unknown]>([
    ['nothing', {}, []],
    ['a tag is fine, too', { refKind: 'tag' }, []],
    [
      'no such ref',
      { refKind: null, textAtRef: null },
      [
        ['ref', 'no'],
        ['trigger', 'unknown'],
      ],
    ],
    ['no file there', { textAtRef: null }, [['trigger', 'no']]],
    [
      'no trigger there',
      { textAtRef: TEXT.replace('workflow_dispatch', 'workflow_call') },
      [['trigger', 'no']],
    ],
    ['a file that GitHub refuses', { textAtRef: 'on: nothing' }, [['trigger', 'no']]],
    ['not on the default branch', { textOnDefault: null }, [['default-branch', 'no']]],
    ['disabled', { state: 'disabled_inactivity' }, [['enabled', 'no']]],
    ['Actions off', { actionsEnabled: false }, [['actions', 'no']]],
    ['Actions not known', { actionsEnabled: null }, [['actions', 'unknown']]],
    ['no right to write', { facts: { ...FINE.facts, permission: 'triage' } }, [['permission', 'no']]],
    ['archived', { facts: { ...FINE.facts, archived: true } }, [['permission', 'no']]],
  ])('%s', (_, part, checks) => {
    expect(failing(part)).toEqual(checks)
  })

  test('the inputs are those of the file at the ref', () => {
    expect(inputsAt(FINE).map(({ name, required }) => [name, required])).toEqual([['note', true]])
  })
})

describe('inputs that many workflows take alike', () => {
  const size = (options: string[], part: Partial<DispatchInput> = {}) =>
    input('size', { type: 'choice', options, ...part })
  const cases: [string, DispatchInput[][], Partial<DispatchInput>[]][] = [
    ['of one workflow all', [[input('a'), input('b')]], [{ name: 'a' }, { name: 'b' }]],
    ['none that one of them lacks', [[input('a'), input('b')], [input('b')]], [{ name: 'b' }]],
    ['none that is of another type', [[input('a')], [input('a', { type: 'boolean' })]], []],
    ['of a choice the common options', [[size(['s', 'm'])], [size(['m', 'l'])]], [{ options: ['m'] }]],
    ['no choice without a common option', [[size(['s'])], [size(['l'])]], []],
    [
      'a default that all share, and no other',
      [
        [input('a', { default: 'x' }), input('b', { default: 'y' })],
        [input('a', { default: 'x' }), input('b', { default: 'z' })],
      ],
      [{ default: 'x' }, { default: null }],
    ],
    [
      'none of environments, and none that must be filled',
      [[input('e', { type: 'environment' }), input('a', { required: true })]],
      [{ name: 'a', required: false }],
    ],
    ['none of no workflow', [], []],
  ]

  test.each(cases)('%s', (_, lists, found) => {
    expect(commonInputs(lists)).toMatchObject(found)
    expect(commonInputs(lists)).toHaveLength(found.length)
  })
})
