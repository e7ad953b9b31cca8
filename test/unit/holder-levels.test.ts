import { describe, expect, it, test } from 'vitest'
import { holder as holderFlag } from '../../electron/terminal/arguments'
import { observeChain } from '../../shared/domain/chain'
import { AWS_VARIABLES } from '../../shared/domain/convention'
import { inferSetup } from '../../shared/domain/infer-setup'
import { jobValues } from '../../shared/domain/job-values'
import type { RepositoryObservation, UnsharedValue } from '../../shared/domain/observation'
import { planSetup } from '../../shared/domain/plan-setup'
import { known } from '../../shared/domain/reading'
import type { Holder } from '../../shared/domain/setup'
import {
  account,
  context,
  MODEL,
  REGION,
  ROLE_ARN,
  repository,
  setup,
  variable,
  workflow,
  workflowText,
} from '../support/observations'

/* Where a convention keeps its values: repository, environment or organization (GitHub Docs, variables). */

const IN_PROD = { kind: 'environment', environment: 'prod' } as const
const role = variable('AWS_ROLE_ARN', ROLE_ARN)
const model = variable('BEDROCK_MODEL_ID', MODEL)
const ofOrganization = { name: 'AWS_REGION', value: REGION, scope: { kind: 'organization' } } as const

const kept = (value: string, visibility: UnsharedValue['visibility'] = 'selected'): UnsharedValue => ({
  kind: 'variable',
  name: 'AWS_REGION',
  value,
  visibility,
})

function planned(region: Holder, over: Partial<RepositoryObservation>) {
  const convention = { ...AWS_VARIABLES, id: 'custom' as const, region }
  const observation = repository({ environments: known([{ name: 'prod', protected: false }]), ...over })
  const plan = planSetup(context({ observation, setup: setup({ convention }) }), { id: 'p', form: null })
  return {
    steps: plan.steps.flatMap(({ action }) =>
      action.kind === 'set-variable' || action.kind === 'share-variable' || action.kind === 'set-secret'
        ? [
            `${action.kind} ${action.name}${'environment' in action && action.environment ? ` in ${action.environment}` : ''}`,
          ]
        : [],
    ),
    obstacles: plan.conflicts.map(({ says }) => says).join(' '),
  }
}

describe('a convention that keeps the region in an environment', () => {
  const region: Holder = { kind: 'variable', name: 'AWS_REGION', level: IN_PROD }
  const inProd = known([workflow(workflowText({ environment: 'prod' }))])

  it('is written there for a job that names it, and for no other', () => {
    expect(planned(region, { workflows: inProd, variables: known([role, model]) })).toEqual({
      steps: ['set-variable AWS_REGION in prod'],
      obstacles: '',
    })
    const outside = planned(region, { variables: known([role, model]) })
    expect([outside.steps, outside.obstacles]).toEqual([
      [],
      expect.stringContaining('does not name the environment prod'),
    ])
    const none = planned(region, {
      workflows: inProd,
      variables: known([role, model]),
      environments: known([]),
    })
    expect([none.steps, none.obstacles]).toEqual([[], expect.stringContaining('no such environment')])
  })

  it('is inferred from where the job finds it', () => {
    const variables = known([role, model, variable('AWS_REGION', REGION, 'prod')])
    const inferred = inferSetup(repository({ workflows: inProd, variables }), [account()])
    expect(inferred?.convention.region).toEqual({ kind: 'variable', name: 'AWS_REGION', level: IN_PROD })
    expect(inferred?.convention.role.level).toBeUndefined()
  })

  it('also holds for a role that is kept in a secret', () => {
    const convention = {
      ...AWS_VARIABLES,
      id: 'custom' as const,
      role: { kind: 'secret' as const, name: 'ROLE', level: IN_PROD },
    }
    const text = workflowText({ environment: 'prod', role: '${{ secrets.ROLE }}' })
    const observation = repository({
      workflows: known([workflow(text)]),
      environments: known([{ name: 'prod', protected: false }]),
    })
    const { steps } = planSetup(context({ observation, setup: setup({ convention }) }), {
      id: 'p',
      form: null,
    })
    expect(steps.find(({ kind }) => kind === 'set-secret')).toMatchObject({
      target: 'acme/web secret ROLE in environment prod',
      calls: [
        'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key',
        'PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}',
      ],
    })
  })
})

describe('a convention that keeps the region at the organization', () => {
  const region: Holder = { kind: 'variable', name: 'AWS_REGION', level: { kind: 'organization' } }
  const without = known([role, model])

  test.each<[string, Partial<RepositoryObservation>, string[], RegExp]>([
    [
      'holds it and shares it: nothing to do',
      { variables: known([role, model, ofOrganization]), unshared: [] },
      [],
      /^$/,
    ],
    [
      'holds it and does not share it: it is shared',
      { variables: without, unshared: [kept(REGION)] },
      ['share-variable AWS_REGION'],
      /^$/,
    ],
    [
      'holds something else: others read it',
      { variables: without, unshared: [kept('us-east-1')] },
      [],
      /holds us-east-1, and other repositories may read it/,
    ],
    [
      'shares something else',
      { variables: known([role, model, { ...ofOrganization, value: 'us-east-1' }]), unshared: [] },
      [],
      /other repositories may read it/,
    ],
    [
      'keeps it from public repositories',
      { variables: without, unshared: [kept(REGION, 'private')] },
      [],
      /kept from public/,
    ],
    ['does not have it', { variables: without, unshared: [] }, [], /It is not there/],
    ['may not be read', { variables: without }, [], /may not read/],
  ])('%s', (_, over, steps, obstacles) => {
    const made = planned(region, over)
    expect([made.steps, made.obstacles]).toEqual([steps, expect.stringMatching(obstacles)])
  })
})

describe('the values that a job sees', () => {
  function valuesOf(over: Partial<RepositoryObservation>) {
    const world = context({ observation: repository(over) })
    const [job] = jobValues(world, observeChain(world))
    return job?.values.map(({ name, value, from, hides, status, says }) => [
      name,
      value,
      from?.kind ?? null,
      hides.map(({ scope, value: hidden }) => `${scope.kind} ${hidden}`),
      status,
      says,
    ])
  }

  it('come with what they hide, nearest first', () => {
    const over = {
      workflows: known([workflow(workflowText({ environment: 'prod' }))]),
      environments: known([{ name: 'prod', protected: false }]),
      variables: known([
        role,
        model,
        { ...ofOrganization, value: 'us-east-1' },
        variable('AWS_REGION', 'us-west-2'),
        variable('AWS_REGION', REGION, 'prod'),
      ]),
    }
    expect(valuesOf(over)?.[1]).toEqual([
      'AWS_REGION',
      REGION,
      'environment',
      ['repository us-west-2', 'organization us-east-1'],
      'ok',
      null,
    ])
  })

  it.each<[string, Partial<RepositoryObservation>, RegExp]>([
    [
      'the organization does not share it',
      { variables: known([role, model]), unshared: [kept(REGION)] },
      /does not share it with this repository/,
    ],
    [
      'its environment is not named',
      { variables: known([role, model, variable('AWS_REGION', REGION, 'prod')]) },
      /environment prod, which this job does not name/,
    ],
    ['nobody set it', { variables: known([role, model]) }, /Nothing of that name exists/],
  ])('are empty where %s, and say so', (_, over, says) => {
    expect(valuesOf(over)?.[1]).toEqual([
      'AWS_REGION',
      null,
      null,
      [],
      'missing',
      expect.stringMatching(says),
    ])
  })

  it('include the models of WORKFLOW.md, each with its verdict', () => {
    const text = workflowText({ model: '${{ steps.read.outputs.model }}' }).replace(
      'run: python scripts/call_bedrock.py',
      'run: python scripts/call_bedrock.py WORKFLOW.md',
    )
    const workflowMd = known(
      `---\nmodel: ${MODEL}\ngap_analysis_model: us.anthropic.claude-sonnet-4-6\n---\n`,
    )
    const values = valuesOf({ workflows: known([workflow(text)]), workflowMd })
    expect(values?.slice(-2)).toEqual([
      ['WORKFLOW.md model', MODEL, null, [], 'ok', null],
      [
        'WORKFLOW.md gap_analysis_model',
        'us.anthropic.claude-sonnet-4-6',
        null,
        [],
        'drift',
        expect.stringContaining(MODEL),
      ],
    ])
  })
})

describe('the notation of the terminal', () => {
  test.each<[string, Holder | null]>([
    ['variable:AWS_REGION', { kind: 'variable', name: 'AWS_REGION' }],
    ['variable:AWS_REGION@repository', { kind: 'variable', name: 'AWS_REGION' }],
    ['secret:ROLE@environment:prod', { kind: 'secret', name: 'ROLE', level: IN_PROD }],
    ['variable:MODEL@organization', { kind: 'variable', name: 'MODEL', level: { kind: 'organization' } }],
    ['MODEL', null],
    ['variable:1X', null],
    ['variable:X@environment', null],
    ['variable:X@organization:acme', null],
  ])('%s', (text, expected) => {
    if (expected) expect(holderFlag(text)).toEqual(expected)
    else expect(() => holderFlag(text)).toThrow(/Write it as variable:NAME/)
  })
})
