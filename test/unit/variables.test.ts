import { describe, expect, it } from 'vitest'
import { resolveExpression } from '../../shared/domain/expression'
import { failure } from '../../shared/domain/failure'
import type { RepositoryObservation, SecretName, ValueScope, Variable } from '../../shared/domain/observation'
import { RepositoryObservation as ObservationSchema } from '../../shared/domain/observation'
import { known, unread } from '../../shared/domain/reading'
import { effectiveVariables, lookupOf } from '../../shared/domain/variables'
import { parseWorkflow } from '../../shared/domain/workflow-file'

const now = '2026-11-01T00:00:00Z'
const organization: ValueScope = { kind: 'organization' }
const repository: ValueScope = { kind: 'repository' }
const production: ValueScope = { kind: 'environment', environment: 'production' }

const variable = (name: string, value: string, scope: ValueScope = repository): Variable => ({
  name,
  value,
  scope,
})
const secretName = (name: string, scope: ValueScope = repository): SecretName => ({
  name,
  scope,
  updatedAt: now,
})

interface Given {
  job?: string
  top?: string
  variables?: Variable[]
  secrets?: SecretName[]
}

function workflowText({ job = '', top = '' }: Given) {
  return `on:
  workflow_dispatch:
    inputs:
      where: { type: string, default: production }
      dry: { type: boolean, default: false }
      must: { type: string, required: true }
${top}jobs:
  ask:
    runs-on: x
${job}    steps:
      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: \${{ secrets.AWS_ROLE }}
          aws-region: \${{ vars.AWS_REGION }}
      - run: claude -p hi --model \${{ vars.MODEL }}
        env:
          TOKEN: \${{ secrets.GITHUB_TOKEN }}
`
}

function observed(given: Given): RepositoryObservation {
  const text = workflowText(given)
  const path = '.github/workflows/ask.yml'
  return ObservationSchema.parse({
    readAt: now,
    facts: {
      repository: 'acme/web',
      id: 7,
      nodeId: 'R_7',
      owner: 'acme',
      ownerId: 1,
      ownerKind: 'organization',
      name: 'web',
      visibility: 'private',
      archived: false,
      fork: false,
      defaultBranch: 'main',
      createdAt: now,
      url: 'https://github.com/acme/web',
      permission: 'admin',
    },
    workflows: known([{ path, text, id: 1, state: 'active', parsed: parseWorkflow(path, text) }]),
    takenPaths: known([]),
    variables: known(given.variables ?? []),
    secrets: known(given.secrets ?? []),
    environments: known([{ name: 'production', protected: false }]),
    subject: known({ useDefault: true, claimKeys: [], immutable: false, prefix: 'repo:acme/web' }),
    runs: known([]),
    proposals: known([]),
  })
}

function resolve(
  text: string,
  given: Given,
  inputs?: Record<string, string>,
  change = (o: RepositoryObservation) => o,
) {
  const observation = change(observed(given))
  const parsed = parseWorkflow('x.yml', workflowText(given))
  const [job] = parsed.valid ? parsed.file.jobs : []
  if (!parsed.valid || job === undefined) throw new Error('the workflow of the test is not valid')
  const { value, known: isKnown } = resolveExpression(
    text,
    lookupOf(observation, parsed.file, job, inputs ? { inputs } : {}),
  )
  return isKnown ? value : null
}

const inProduction = '    environment: production\n'

describe('a variable that a job sees', () => {
  const all = [
    variable('AWS_REGION', 'of-org', organization),
    variable('AWS_REGION', 'of-repo'),
    variable('aws_region', 'of-env', production),
  ]

  it("is the environment's before the repository's before the organization's", () => {
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all, job: inProduction })).toBe('of-env')
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all })).toBe('of-repo')
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all.slice(0, 1) })).toBe('of-org')
  })

  it('is empty where only an environment that the job does not name has it', () => {
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all.slice(2) })).toBe('')
  })

  it('is found whatever the case of its name, and of its environment', () => {
    expect(resolve('${{ vars.Aws_Region }}', { variables: all, job: '    environment: Production\n' })).toBe(
      'of-env',
    )
  })

  it('of an environment chosen by an input is that of the default, or of the input given', () => {
    const job = '    environment: ${{ inputs.where }}\n'
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all, job })).toBe('of-env')
    // The environment of a job is resolved with the inputs of the run.
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all, job }, { where: 'staging' })).toBe('of-repo')
  })

  it('is not known in an environment that only a run decides, if one has it', () => {
    const job = '    environment: ${{ github.ref_name }}\n'
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all, job })).toBeNull()
    expect(resolve('${{ vars.AWS_REGION }}', { variables: all.slice(0, 2), job })).toBe('of-repo')
  })

  it('is not known where the variables could not be read', () => {
    const blind = (o: RepositoryObservation) => ({
      ...o,
      variables: unread<Variable[]>(failure('forbidden', 'No.')),
    })
    expect(resolve('${{ vars.AWS_REGION }}', {}, {}, blind)).toBeNull()
  })
})

describe('other contexts', () => {
  it('a secret that is there cannot be known; one that is not is empty', () => {
    expect(resolve('${{ secrets.AWS_ROLE }}', { secrets: [secretName('AWS_ROLE')] })).toBeNull()
    expect(resolve('${{ secrets.AWS_ROLE }}', {})).toBe('')
    expect(resolve('${{ secrets.AWS_ROLE }}', { secrets: [secretName('AWS_ROLE', production)] })).toBe('')
  })

  it('env goes through to what it reads; a name that nobody declares may be set in the run', () => {
    const top = 'env:\n  REGION: ${{ vars.AWS_REGION }}\n'
    expect(resolve('${{ env.REGION }}', { top, variables: [variable('AWS_REGION', 'eu-west-2')] })).toBe(
      'eu-west-2',
    )
    expect(resolve('${{ env.OTHER }}', { top })).toBeNull()
  })

  it('inputs have their defaults, and booleans are booleans', () => {
    expect(resolve('${{ inputs.where }}', {})).toBe('production')
    expect(resolve('${{ inputs.where }}', {}, { where: 'staging' })).toBe('staging')
    expect(resolve("${{ inputs.dry && 'a' || 'b' }}", {})).toBe('b')
    expect(resolve("${{ inputs.dry && 'a' || 'b' }}", {}, { dry: 'true' })).toBe('a')
  })

  it('an input that only a dispatch fills in is not known where other events start the file', () => {
    const text = (events: string, read: string) => {
      const parsed = parseWorkflow('x.yml', workflowText({}).replace('on:\n', `on:\n${events}`))
      const [job] = parsed.valid ? parsed.file.jobs : []
      if (!parsed.valid || !job) throw new Error('the workflow of the test is not valid')
      const { value, known: isKnown } = resolveExpression(read, lookupOf(observed({}), parsed.file, job))
      return isKnown ? value : null
    }
    expect(text('  workflow_call:\n', '${{ inputs.where }}')).toBe('production')
    expect(text('  push:\n', '${{ inputs.where }}')).toBeNull()
    expect(text('  push:\n', "${{ inputs.dry && 'a' || 'b' }}")).toBe('b')
    expect(text('  push:\n', "${{ inputs.unheard || 'b' }}")).toBe('b')
  })

  it('env is not known where a step sets the same name for those that follow', () => {
    const top = 'env:\n  REGION: eu-west-2\n'
    expect(resolve('${{ env.REGION }}', { top })).toBe('eu-west-2')
    const parsed = parseWorkflow(
      'x.yml',
      workflowText({ top }).replace('run: claude', 'run: echo "REGION=us-east-1" >> "$GITHUB_ENV"; claude'),
    )
    const [setting] = parsed.valid ? parsed.file.jobs : []
    if (!parsed.valid || !setting) throw new Error('the workflow of the test is not valid')
    expect(resolveExpression('${{ env.REGION }}', lookupOf(observed({}), parsed.file, setting)).known).toBe(
      false,
    )
  })

  it('a required input without a default is whatever the person writes who starts the run', () => {
    expect(resolve('${{ inputs.must }}', {})).toBeNull()
    expect(resolve('${{ inputs.must }}', {}, { must: 'this' })).toBe('this')
  })

  it('what is known of the repository is known of github', () => {
    expect(resolve('${{ github.repository_owner }}/${{ github.repository }}', {})).toBe('acme/acme/web')
    expect(resolve('${{ github.sha }}', {})).toBeNull()
  })
})

describe('effective variables', () => {
  it('say where each value comes from, what it shadows and what is out of reach', () => {
    const variables = [
      variable('AWS_REGION', 'a', organization),
      variable('AWS_REGION', 'b'),
      variable('MODEL', 'm', production),
    ]
    const secrets = [secretName('AWS_ROLE', organization)]
    const where = { workflowPath: '.github/workflows/ask.yml', jobId: 'ask' }
    expect(effectiveVariables(observed({ variables, secrets }))).toEqual([
      {
        ...where,
        name: 'AWS_REGION',
        kind: 'variable',
        value: 'b',
        from: repository,
        shadows: [organization],
        outOfReach: [],
      },
      {
        ...where,
        name: 'MODEL',
        kind: 'variable',
        value: null,
        from: null,
        shadows: [],
        outOfReach: [production],
      },
      {
        ...where,
        name: 'AWS_ROLE',
        kind: 'secret',
        value: null,
        from: organization,
        shadows: [],
        outOfReach: [],
      },
    ])
  })

  it('in an environment are those of the environment', () => {
    const variables = [variable('MODEL', 'm', production), variable('MODEL', 'n')]
    expect(effectiveVariables(observed({ variables, job: inProduction }))).toContainEqual(
      expect.objectContaining({
        name: 'MODEL',
        value: 'm',
        from: production,
        shadows: [repository],
        outOfReach: [],
      }),
    )
  })
})
