import { UNSUBSCRIBED_MODEL } from './bedrock-catalog'
import { type Blueprint, HEALTHY } from './blueprint'
import type { CaseId } from './cases'
import {
  callingWorkflow,
  claudeWorkflow,
  implementWorkflow,
  keepingWorkflow,
  orchestratedWorkflow,
  reusableWorkflow,
} from './workflow-texts'

const AFTER_IMMUTABLE = '2026-09-03T14:05:00Z'
const DISPATCH_ONLY = ['workflow_dispatch:']
const SHARED = 'globex/shared-workflows/.github/workflows/ask-bedrock.yml@main'
const HOUR = { day: 24, month: 24 * 30 }

/** How each case differs from a healthy repository. */
export const BLUEPRINTS: Record<CaseId, Blueprint> = {
  'healthy-classic': HEALTHY,
  'healthy-immutable': {
    ...HEALTHY,
    createdAt: AFTER_IMMUTABLE,
    region: 'eu-west-2',
    model: 'eu.anthropic.claude-sonnet-4-6',
    workflow: keepingWorkflow,
    holders: { ...HEALTHY.holders, region: { kind: 'variable', name: 'AWS_REGION', in: 'organization' } },
    lastRun: { event: 'workflow_dispatch', hoursAgo: 2 },
  },
  'classic-trust-on-new': {
    ...HEALTHY,
    createdAt: AFTER_IMMUTABLE,
    region: 'us-west-2',
    trusts: ({ owner, name }) => `repo:${owner}/${name}:*`,
    lastRun: { event: 'push', hoursAgo: 1 },
  },
  'case-mismatch': {
    ...HEALTHY,
    region: 'eu-central-1',
    model: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    trusts: ({ owner, name }) => `repo:${owner}/${name.toLowerCase()}:ref:refs/heads/main`,
    lastRun: { event: 'push', hoursAgo: 3 * HOUR.day },
  },
  'environment-subject': {
    ...HEALTHY,
    model: 'global.anthropic.claude-sonnet-4-6',
    wish: { ...HEALTHY.wish, environment: 'production' },
    environments: ['production'],
    lastRun: { event: 'workflow_dispatch', hoursAgo: 8 },
  },
  'no-id-token': {
    ...HEALTHY,
    wish: { ...HEALTHY.wish, idToken: false },
    lastRun: { event: 'push', hoursAgo: 30 },
  },
  'variable-in-environment': {
    ...HEALTHY,
    environments: ['production'],
    holders: { ...HEALTHY.holders, region: { kind: 'variable', name: 'AWS_REGION', in: 'environment' } },
    lastRun: { event: 'push', hoursAgo: 50 },
  },
  'no-dispatch': {
    ...HEALTHY,
    region: 'ap-northeast-1',
    model: 'jp.anthropic.claude-haiku-4-5-20251001-v1:0',
    wish: { ...HEALTHY.wish, on: ['schedule:', "  - cron: '15 3 * * *'"] },
    lastRun: { event: 'schedule', hoursAgo: 11 },
  },
  'form-missing': {
    ...HEALTHY,
    account: 'acme-dev',
    region: 'us-west-2',
    workflow: claudeWorkflow,
    lastRun: { event: 'workflow_dispatch', hoursAgo: 20 },
  },
  'wrong-profile': {
    ...HEALTHY,
    region: 'eu-west-2',
    lastRun: { event: 'push', hoursAgo: 4 * HOUR.day },
  },
  'no-destinations': {
    ...HEALTHY,
    region: 'eu-central-1',
    model: 'eu.anthropic.claude-opus-4-8',
    grants: 'profile-only',
    lastRun: { event: 'push', hoursAgo: 7 },
  },
  'static-keys': {
    ...HEALTHY,
    region: 'us-west-2',
    secrets: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    lastRun: { event: 'push', hoursAgo: 2 * HOUR.day },
  },
  disabled: {
    ...HEALTHY,
    wish: { ...HEALTHY.wish, on: ['workflow_dispatch:', 'schedule:', "  - cron: '0 6 * * 1'"] },
    lastRun: { event: 'schedule', hoursAgo: 2.5 * HOUR.month },
    since: 'disabled-by-inactivity',
  },
  'no-provider': {
    ...HEALTHY,
    account: 'globex',
    region: 'eu-central-1',
    model: 'eu.anthropic.claude-sonnet-4-6',
    wish: { ...HEALTHY.wish, on: DISPATCH_ONLY },
    lastRun: { event: 'workflow_dispatch', hoursAgo: 6 * HOUR.day },
  },
  nothing: { ...HEALTHY, createdAt: AFTER_IMMUTABLE, workflow: null, lastRun: null },
  archived: {
    ...HEALTHY,
    createdAt: '2022-05-30T11:00:00Z',
    lastRun: { event: 'push', hoursAgo: 7 * HOUR.month },
    since: 'archived',
  },
  'role-in-secret': {
    ...HEALTHY,
    region: 'us-west-2',
    workflow: implementWorkflow,
    wish: { ...HEALTHY.wish, on: DISPATCH_ONLY },
    holders: {
      role: { kind: 'secret', name: 'AWS_BEDROCK_ROLE_ARN' },
      region: { kind: 'variable', name: 'AI_IMPLEMENT_AWS_REGION', in: 'repository' },
      model: { kind: 'variable', name: 'BEDROCK_MODEL_ID', in: 'repository' },
    },
    fixed: { AI_IMPLEMENT_PROVIDER: 'bedrock' },
    lastRun: { event: 'workflow_dispatch', hoursAgo: 9 },
  },
  'reusable-caller': {
    ...HEALTHY,
    workflow: (wish) => callingWorkflow(wish, SHARED),
    wish: { ...HEALTHY.wish, on: DISPATCH_ONLY },
    lastRun: { event: 'workflow_dispatch', hoursAgo: 26 },
  },
  'reusable-workflow': {
    ...HEALTHY,
    workflow: reusableWorkflow,
    holders: { role: { kind: 'none' }, region: { kind: 'none' }, model: { kind: 'none' } },
    lastRun: null,
  },
  'nested-token': {
    ...HEALTHY,
    workflow: (wish) => callingWorkflow(wish, SHARED),
    wish: { ...HEALTHY.wish, on: DISPATCH_ONLY, idToken: false },
    lastRun: { event: 'workflow_dispatch', hoursAgo: 27 },
  },
  'pull-request-subject': {
    ...HEALTHY,
    wish: { ...HEALTHY.wish, on: ['workflow_dispatch:', 'pull_request:'] },
    lastRun: { event: 'pull_request', hoursAgo: 4 },
  },
  'custom-subject': {
    ...HEALTHY,
    claimKeys: ['repo', 'context', 'job_workflow_ref'],
    lastRun: { event: 'push', hoursAgo: 12 },
  },
  'front-matter-model': {
    ...HEALTHY,
    region: 'us-west-2',
    workflow: (wish) => orchestratedWorkflow(wish, 'eu.anthropic.claude-sonnet-4-6'),
    wish: { ...HEALTHY.wish, on: DISPATCH_ONLY },
    holders: {
      role: { kind: 'secret', name: 'AWS_BEDROCK_ROLE_ARN' },
      region: { kind: 'variable', name: 'AI_IMPLEMENT_AWS_REGION', in: 'repository' },
      model: { kind: 'none' },
    },
    fixed: { AI_IMPLEMENT_PROVIDER: 'bedrock' },
    lastRun: { event: 'workflow_dispatch', hoursAgo: 15 },
  },
  'legacy-model': {
    ...HEALTHY,
    model: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
    lastRun: { event: 'push', hoursAgo: 5 },
  },
  'agreement-missing': {
    ...HEALTHY,
    model: `us.${UNSUBSCRIBED_MODEL}`,
    lastRun: { event: 'workflow_dispatch', hoursAgo: 3 },
  },
}
