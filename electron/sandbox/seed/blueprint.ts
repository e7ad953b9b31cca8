import type { SeedAccount } from './accounts'
import type { SeedRegion } from './bedrock-catalog'
import type { SubjectParts } from './seed-repository'
import type { SeedFile, WorkflowWish } from './workflow-texts'
import { pythonWorkflow } from './workflow-texts'

/** How one repository stands: a healthy one by default, so that a case says only how it differs. */
export interface Blueprint {
  createdAt: string
  account: SeedAccount['alias']
  region: SeedRegion
  model: string
  wish: WorkflowWish
  /** Null: no workflow, no role, no variable. */
  workflow: ((wish: WorkflowWish) => SeedFile[]) | null
  /** The subject that the role trusts. */
  trusts(parts: SubjectParts): string
  grants: 'profile-and-destinations' | 'profile-only'
  /** Where each setting lives; `environment` is the one named `production`. */
  holders: Record<'role' | 'region' | 'model', Holder>
  /** Variables of the repository whose value every user of a convention gives alike. */
  fixed: Record<string, string>
  /** Claim keys of a customised subject. */
  claimKeys: string[]
  environments: string[]
  secrets: string[]
  lastRun: { event: 'push' | 'workflow_dispatch' | 'schedule' | 'pull_request'; hoursAgo: number } | null
  /** What happened to the repository after its last run. */
  since: 'archived' | 'disabled-by-inactivity' | null
}

export type Holder =
  | { kind: 'variable'; name: string; in: 'repository' | 'environment' | 'organization' }
  | { kind: 'secret'; name: string }
  | { kind: 'none' }

const BEFORE_IMMUTABLE = '2024-03-12T09:20:00Z'

/** A repository from before immutable subjects in which all seven links hold. */
export const HEALTHY: Blueprint = {
  createdAt: BEFORE_IMMUTABLE,
  account: 'acme-prod',
  region: 'us-east-1',
  model: 'us.anthropic.claude-sonnet-4-6',
  wish: { on: ['workflow_dispatch:', 'push:', '  branches: [main]'], environment: null, idToken: true },
  workflow: pythonWorkflow,
  trusts: ({ prefix }) => `${prefix}:ref:refs/heads/main`,
  grants: 'profile-and-destinations',
  holders: {
    role: { kind: 'variable', name: 'AWS_ROLE_ARN', in: 'repository' },
    region: { kind: 'variable', name: 'AWS_REGION', in: 'repository' },
    model: { kind: 'variable', name: 'BEDROCK_MODEL_ID', in: 'repository' },
  },
  fixed: {},
  claimKeys: [],
  environments: [],
  secrets: [],
  lastRun: { event: 'push', hoursAgo: 5 },
  since: null,
}
