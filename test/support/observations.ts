import { AWS_VARIABLES } from '../../shared/domain/convention'
import { AccountId, ModelId, Region, RepositoryName, RoleName } from '../../shared/domain/ids'
import type {
  AccountObservation,
  FoundationModel,
  InferenceProfile,
  RegionModels,
  RepositoryObservation,
  RoleObservation,
  Variable,
  WorkflowObservation,
} from '../../shared/domain/observation'
import type { ChainContext } from '../../shared/domain/picture'
import type { PlannableContext } from '../../shared/domain/plan-setup'
import { known } from '../../shared/domain/reading'
import type { RunSummary } from '../../shared/domain/run'
import type { Setup } from '../../shared/domain/setup'
import { parseWorkflow } from '../../shared/domain/workflow-file'

/*
 * A small hand-written world in which everything is well: tests spoil one thing of it and look at what is said.
 * The policies are those of AWS's and GitHub's own guides, with exact subjects.
 */

export const NOW = Date.parse('2026-11-20T12:00:00Z')
export const ACCOUNT = AccountId.parse('111122223333')
export const REGION = Region.parse('eu-west-2')
export const MODEL = ModelId.parse('eu.anthropic.claude-sonnet-4-6')
export const FOUNDATION = 'anthropic.claude-sonnet-4-6'
export const ROLE = RoleName.parse('web-bedrock')
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`
export const WORKFLOW = '.github/workflows/ask.yml'

export const CLASSIC = 'repo:acme/web:ref:refs/heads/main'
export const IMMUTABLE = 'repo:acme@77/web@4242:ref:refs/heads/main'

/** The expression that reads a variable. */
export function readsVariable(name: string): string {
  return `\${{ vars.${name} }}`
}

/** A workflow as the manual procedure has it; every line that a test may spoil is an option. */
export function workflowText({
  on = ['workflow_dispatch'],
  idToken = true,
  environment = null as string | null,
  name = null as string | null,
  role = readsVariable('AWS_ROLE_ARN'),
  region = readsVariable('AWS_REGION'),
  model = readsVariable('BEDROCK_MODEL_ID'),
} = {}): string {
  return [
    'name: Ask',
    'on:',
    ...on.map((event) => `  ${event}:`),
    'jobs:',
    '  ask:',
    ...(name ? [`    name: ${name}`] : []),
    '    runs-on: ubuntu-latest',
    ...(environment ? [`    environment: ${environment}`] : []),
    '    permissions:',
    '      contents: read',
    ...(idToken ? ['      id-token: write'] : []),
    '    steps:',
    '      - uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c',
    '        with:',
    `          role-to-assume: ${role}`,
    `          aws-region: ${region}`,
    '      - run: python scripts/call_bedrock.py',
    '        env:',
    `          BEDROCK_MODEL_ID: ${model}`,
    '',
  ].join('\n')
}

/** A committed workflow file. */
export function workflow(
  text = workflowText(),
  over: Partial<WorkflowObservation> = {},
): WorkflowObservation {
  const path = over.path ?? WORKFLOW
  return { path, text, id: 9001, state: 'active', parsed: parseWorkflow(path, text), ...over }
}

/** A repository variable. */
export function variable(name: string, value: string, environment: string | null = null): Variable {
  return {
    name,
    value,
    scope: environment === null ? { kind: 'repository' } : { kind: 'environment', environment },
  }
}

export const VARIABLES = [
  variable('AWS_ROLE_ARN', ROLE_ARN),
  variable('AWS_REGION', REGION),
  variable('BEDROCK_MODEL_ID', MODEL),
]

/** A completed run of the workflow. */
export function runSummary(over: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 5001,
    repository: RepositoryName.parse('acme/web'),
    number: 7,
    attempt: 1,
    title: 'Ask',
    workflowName: 'Ask',
    workflowPath: WORKFLOW,
    event: 'workflow_dispatch',
    branch: 'main',
    headSha: 'a'.repeat(40),
    actor: 'octocat',
    status: 'completed',
    conclusion: 'success',
    createdAt: '2026-11-19T12:00:00Z',
    updatedAt: '2026-11-19T12:01:00Z',
    url: 'https://github.com/acme/web/actions/runs/5001',
    ...over,
  }
}

/** A repository in which everything stands, presenting the classic subject. */
export function repository(over: Partial<RepositoryObservation> = {}): RepositoryObservation {
  return {
    readAt: '2026-11-20T12:00:00Z',
    facts: {
      repository: RepositoryName.parse('acme/web'),
      id: 4242,
      nodeId: 'R_4242',
      owner: 'acme',
      ownerId: 77,
      ownerKind: 'organization',
      name: 'web',
      visibility: 'private',
      archived: false,
      fork: false,
      defaultBranch: 'main',
      createdAt: '2024-01-01T00:00:00Z',
      url: 'https://github.com/acme/web',
      permission: 'admin',
    },
    workflows: known([workflow()]),
    takenPaths: known([]),
    variables: known(VARIABLES),
    secrets: known([]),
    environments: known([]),
    subject: known({ useDefault: true, claimKeys: [], immutable: false, prefix: 'repo:acme/web' }),
    runs: known([runSummary()]),
    proposals: known([]),
    ...over,
  }
}

/** The settings of a repository that presents its numeric IDs. */
export const IMMUTABLE_SETTINGS = {
  useDefault: true,
  claimKeys: [],
  immutable: true,
  prefix: 'repo:acme@77/web@4242',
}

/** A trust policy for one subject. */
export function trustOf(
  subject: string,
  operator: 'StringEquals' | 'StringLike' = 'StringEquals',
  audience = 'sts.amazonaws.com',
): string {
  const host = 'token.actions.githubusercontent.com'
  const sub = { [`${host}:sub`]: subject }
  const aud = { [`${host}:aud`]: audience }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Theirs',
        Effect: 'Allow',
        Principal: { Federated: PROVIDER_ARN },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition:
          operator === 'StringEquals'
            ? { StringEquals: { ...aud, ...sub } }
            : { StringEquals: aud, StringLike: sub },
      },
    ],
  })
}

/** Destinations of the profile: what a policy must allow besides the profile itself. */
export const DESTINATIONS = ['eu-central-1', 'eu-west-1', 'eu-west-3']
const PROFILE_ARN = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${MODEL}`

/** A permission policy that allows the profile and these destinations. */
export function permissionsFor(destinations: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Invoke',
        Effect: 'Allow',
        Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        Resource: [
          PROFILE_ARN,
          ...destinations.map((region) => `arn:aws:bedrock:${region}::foundation-model/${FOUNDATION}`),
        ],
      },
    ],
  })
}

/** The role in effect. */
export function role(over: Partial<RoleObservation> = {}): RoleObservation {
  return {
    arn: ROLE_ARN,
    name: ROLE,
    path: '/',
    createdAt: '2025-01-01T00:00:00Z',
    maxSessionDuration: 3600,
    trust: trustOf(CLASSIC),
    inlinePolicies: [{ name: 'bedrock', arn: null, document: permissionsFor(DESTINATIONS) }],
    attachedPolicies: [],
    boundaryArn: null,
    tags: {},
    lastUsedAt: null,
    ...over,
  }
}

const PROFILE: InferenceProfile = {
  id: MODEL,
  arn: PROFILE_ARN,
  name: 'EU Claude Sonnet',
  kind: 'SYSTEM_DEFINED',
  modelArns: DESTINATIONS.map((region) => `arn:aws:bedrock:${region}::foundation-model/${FOUNDATION}`),
}

const SONNET: FoundationModel = {
  id: ModelId.parse(FOUNDATION),
  name: 'Claude Sonnet',
  provider: 'Anthropic',
  lifecycle: 'ACTIVE',
  endOfLifeAt: null,
  onDemand: false,
  inferenceProfile: true,
}

/** What Bedrock offers in the region. */
export function regionModels(
  over: { model?: Partial<FoundationModel>; availability?: object } = {},
): RegionModels {
  return {
    region: REGION,
    models: [{ ...SONNET, ...over.model }],
    profiles: [PROFILE],
    availability: [
      {
        model: ModelId.parse(FOUNDATION),
        agreement: 'AVAILABLE',
        authorized: true,
        entitled: true,
        inRegion: true,
        ...over.availability,
      },
    ],
  }
}

/** An account in which everything stands. */
export function account(over: Partial<AccountObservation> = {}): AccountObservation {
  return {
    readAt: '2026-11-20T12:00:00Z',
    account: ACCOUNT,
    partition: 'aws',
    alias: null,
    provider: known({
      arn: PROVIDER_ARN,
      url: 'token.actions.githubusercontent.com',
      clientIds: ['sts.amazonaws.com'],
    }),
    roles: known([role()]),
    useCaseForm: known('submitted'),
    regions: [{ region: REGION, models: known(regionModels()) }],
    ...over,
  }
}

/** The setup that the healthy world follows. */
export function setup(over: Partial<Setup> = {}): Setup {
  return {
    account: ACCOUNT,
    role: ROLE,
    region: REGION,
    model: MODEL,
    breadth: 'model',
    scope: [{ kind: 'branch', name: 'main' }],
    convention: AWS_VARIABLES,
    template: 'keep',
    ...over,
  }
}

/** A whole context; nothing is wrong in it unless something is given. */
export function context(over: Partial<ChainContext> & { setup?: Setup } = {}): PlannableContext {
  return {
    observation: repository(),
    account: account(),
    accountFailure: null,
    changedAt: null,
    now: NOW,
    setup: setup(),
    ...over,
  }
}
