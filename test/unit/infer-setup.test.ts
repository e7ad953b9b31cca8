import { describe, expect, it } from 'vitest'
import { AI_IMPLEMENT, AWS_VARIABLES } from '../../shared/domain/convention'
import { ModelId, RepositoryName, RoleName } from '../../shared/domain/ids'
import {
  accountOf,
  defaultSetup,
  inferSetup,
  wantedModels,
  widenedToJobs,
} from '../../shared/domain/infer-setup'
import { known } from '../../shared/domain/reading'
import {
  ACCOUNT,
  account,
  IMMUTABLE,
  MODEL,
  REGION,
  ROLE_ARN,
  repository,
  role,
  setup,
  trustOf,
  VARIABLES,
  variable,
  workflow,
  workflowText,
} from '../support/observations'

const empty = repository({ workflows: known([]), variables: known([]), runs: known([]) })
const given = { account: ACCOUNT, region: REGION, model: MODEL }

describe('the setup that a repository already follows', () => {
  it('is read from its variables, its workflow and its events', () => {
    expect(inferSetup(repository(), [account()])).toEqual(setup())
    expect(accountOf(repository())).toBe(ACCOUNT)
    expect(wantedModels(repository())).toEqual([{ region: REGION, model: MODEL }])
  })

  it('is read from the workflow where that names its settings itself', () => {
    const text = workflowText({ role: ROLE_ARN, region: REGION, model: MODEL })
    const observation = repository({ workflows: known([workflow(text)]), variables: known([]) })
    expect(inferSetup(observation, [])).toEqual(setup())
  })

  it('takes values that the job cannot see for what is meant', () => {
    const variables = known(VARIABLES.map(({ name, value }) => variable(name, value, 'production')))
    expect(inferSetup(repository({ variables }), [])).toEqual(setup())
  })

  it('asks for the scope that each event of each job needs', () => {
    const text = workflowText({ on: ['workflow_dispatch', 'pull_request'] })
    expect(inferSetup(repository({ workflows: known([workflow(text)]) }), [])?.scope).toEqual([
      { kind: 'branch', name: 'main' },
      { kind: 'pull-request' },
    ])
    const inEnvironment = repository({
      workflows: known([workflow(workflowText({ environment: 'production' }))]),
    })
    expect(inferSetup(inEnvironment, [])?.scope).toEqual([{ kind: 'environment', name: 'production' }])
  })

  it('finds a role that is kept in a secret by the one trust policy that names the repository', () => {
    const text = workflowText({
      role: `\${{ secrets.AWS_BEDROCK_ROLE_ARN }}`,
      region: `\${{ vars.AI_IMPLEMENT_AWS_REGION }}`,
      model: MODEL,
    })
    const observation = repository({
      workflows: known([workflow(text)]),
      variables: known([variable('AI_IMPLEMENT_AWS_REGION', REGION)]),
      secrets: known([{ name: 'AWS_BEDROCK_ROLE_ARN', scope: { kind: 'repository' }, updatedAt: null }]),
    })
    const ours = role({ trust: trustOf(IMMUTABLE) })
    const theirs = role({
      name: RoleName.parse('api'),
      arn: `${ROLE_ARN}-api`,
      trust: trustOf('repo:acme/api:*', 'StringLike'),
    })
    expect(inferSetup(observation, [account({ roles: known([ours, theirs]) })])).toMatchObject({
      role: 'web-bedrock',
      convention: AI_IMPLEMENT,
    })
    const second = role({ name: RoleName.parse('web-2'), arn: `${ROLE_ARN}-2` })
    expect(inferSetup(observation, [account({ roles: known([ours, second]) })])).toBeNull()
  })

  it('is not made up where the repository says nothing', () => {
    expect(inferSetup(empty, [account()])).toBeNull()
    expect(accountOf(empty)).toBeNull()
    expect(wantedModels(empty)).toEqual([])
  })
})

describe('the setup that is offered for a new repository', () => {
  it('trusts the default branch, by variables, with a Python script', () => {
    expect(defaultSetup(empty, given)).toEqual({
      ...given,
      role: 'rolecall-acme-web',
      breadth: 'model',
      scope: [{ kind: 'branch', name: 'main' }],
      convention: AWS_VARIABLES,
      template: 'python-boto3',
    })
  })

  it('keeps what the repository does say', () => {
    const observation = repository({ variables: known(VARIABLES.slice(0, 2)) })
    const model = ModelId.parse('eu.amazon.nova-pro-v1:0')
    expect(defaultSetup(observation, { ...given, model })).toEqual(setup({ model }))
  })

  it('never gives two repositories with long names the same role', () => {
    const named = (name: string) => {
      const repositoryName = RepositoryName.parse(`acme/${name}`)
      return defaultSetup({ ...empty, facts: { ...empty.facts, repository: repositoryName, name } }, given)
        .role
    }
    const first = named(`${'x'.repeat(90)}-one`)
    const second = named(`${'x'.repeat(90)}-two`)
    expect(first).not.toBe(second)
    for (const name of [first, second]) expect(name).toMatch(/^rolecall-acme-[\w+=,.@-]{1,50}$/)
    expect(first.length).toBe(64)
  })
})

describe('a setup that was kept', () => {
  const text = workflowText({ on: ['workflow_dispatch', 'pull_request'] })
  const observation = repository({ workflows: known([workflow(text)]) })

  it('grows by the events that the workflow has by now', () => {
    expect(widenedToJobs(setup(), observation).scope).toEqual([
      { kind: 'branch', name: 'main' },
      { kind: 'pull-request' },
    ])
  })

  it('stays as it is where it covers them, or where there is no job yet', () => {
    const any = setup({ scope: [{ kind: 'any' }] })
    expect(widenedToJobs(any, observation)).toEqual(any)
    expect(widenedToJobs(setup(), empty)).toEqual(setup())
  })
})

it('the models of a job that calls elsewhere are those of the region that it calls', () => {
  const text = workflowText().replace('        env:\n', '        env:\n          AWS_REGION: us-east-1\n')
  expect(wantedModels(repository({ workflows: known([workflow(text)]) }))).toEqual([
    { region: 'us-east-1', model: MODEL },
  ])
})
