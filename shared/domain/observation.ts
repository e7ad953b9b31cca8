import { z } from 'zod'
import { FormCoverage } from './form-coverage'
import { AccountId, Instant, ModelId, Partition, Region, RepositoryName, RoleName } from './ids'
import { reading } from './reading'
import { RepositoryPolicy } from './repository-policy'
import { RunSummary } from './run'
import { WorkflowFile } from './workflow-types'

/** Metadata of a repository. IDs are the numeric ones that immutable subjects carry. */
export const RepositoryFacts = z.object({
  repository: RepositoryName,
  id: z.number().int(),
  nodeId: z.string(),
  owner: z.string(),
  ownerId: z.number().int(),
  ownerKind: z.enum(['organization', 'user']),
  name: z.string(),
  visibility: z.enum(['public', 'private', 'internal']),
  archived: z.boolean(),
  fork: z.boolean(),
  /** Null in an empty repository. */
  defaultBranch: z.string().nullable(),
  createdAt: Instant,
  url: z.url(),
  /** What the connected identity may do here. */
  permission: z.enum(['admin', 'maintain', 'write', 'triage', 'read']).nullable(),
})
export type RepositoryFacts = z.infer<typeof RepositoryFacts>

export const WorkflowState = z.enum([
  'active',
  'deleted',
  'disabled_fork',
  'disabled_inactivity',
  'disabled_manually',
  /** The file is committed, but GitHub has not been asked or has not said. */
  'unknown',
])
export type WorkflowState = z.infer<typeof WorkflowState>

export const ParseError = z.object({ line: z.number(), column: z.number(), message: z.string() })
export type ParseError = z.infer<typeof ParseError>

/** A committed workflow file on the default branch, parsed or with the positions of its errors. */
export const WorkflowObservation = z.object({
  path: z.string(),
  text: z.string(),
  id: z.number().int().nullable(),
  state: WorkflowState,
  parsed: z.discriminatedUnion('valid', [
    z.object({ valid: z.literal(true), file: WorkflowFile }),
    z.object({ valid: z.literal(false), errors: z.array(ParseError) }),
  ]),
})
export type WorkflowObservation = z.infer<typeof WorkflowObservation>

/** Where a variable or secret lives; precedence environment > repository > organization. */
export const ValueScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('organization') }),
  z.object({ kind: z.literal('repository') }),
  z.object({ kind: z.literal('environment'), environment: z.string() }),
])
export type ValueScope = z.infer<typeof ValueScope>

export const Variable = z.object({ name: z.string(), value: z.string(), scope: ValueScope })
export type Variable = z.infer<typeof Variable>

export const SecretName = z.object({ name: z.string(), scope: ValueScope, updatedAt: Instant.nullable() })
export type SecretName = z.infer<typeof SecretName>

/** A value that the organization keeps and does not share with a repository; `value` is null for a secret. */
export const UnsharedValue = z.object({
  kind: z.enum(['variable', 'secret']),
  name: z.string(),
  value: z.string().nullable(),
  /** `private` keeps public repositories out. */
  visibility: z.enum(['private', 'selected']),
})
export type UnsharedValue = z.infer<typeof UnsharedValue>

/** `GET /repos/{o}/{r}/actions/oidc/customization/sub`; `prefix` is `sub_claim_prefix`, null on GHES. */
export const SubjectSettings = z.object({
  useDefault: z.boolean(),
  claimKeys: z.array(z.string()),
  immutable: z.boolean(),
  prefix: z.string().nullable(),
  /** Whether `claimKeys` are the organization's template, which the repository has opted in to. */
  fromOrganization: z.boolean().optional(),
})
export type SubjectSettings = z.infer<typeof SubjectSettings>

export const EnvironmentFacts = z.object({ name: z.string(), protected: z.boolean() })
export type EnvironmentFacts = z.infer<typeof EnvironmentFacts>

/** An open pull request that Rolecall proposed. */
export const ProposedChange = z.object({
  number: z.number().int(),
  branch: z.string(),
  url: z.url(),
  mergeable: z.boolean().nullable(),
  /** Hash of the files that we pushed; null where somebody has pushed to the branch since, left out in older readings. */
  content: z.string().nullable().optional(),
})
export type ProposedChange = z.infer<typeof ProposedChange>

/**
 * What stands where a template would put a file, outside of the workflows' folder: that file, or what is no folder on
 * the way to it. `text` is null where it is no whole text.
 */
export const TakenPath = z.object({ path: z.string(), text: z.string().nullable() })
export type TakenPath = z.infer<typeof TakenPath>

/** What GitHub holds for one repository, each part with its own failure. */
export const RepositoryObservation = z.object({
  readAt: Instant,
  facts: RepositoryFacts,
  workflows: reading(z.array(WorkflowObservation)),
  takenPaths: reading(z.array(TakenPath)),
  variables: reading(z.array(Variable)),
  secrets: reading(z.array(SecretName)),
  /** What the organization does not share with it; left out where the token may not read all that it keeps. */
  unshared: z.array(UnsharedValue).optional(),
  /** Secret names of every environment; left out until a plan or the repository's page asked for them. */
  environmentSecrets: reading(z.array(SecretName)).optional(),
  environments: reading(z.array(EnvironmentFacts)),
  subject: reading(SubjectSettings),
  runs: reading(z.array(RunSummary)),
  proposals: reading(z.array(ProposedChange)),
  /** `WORKFLOW.md` of the default branch; null where there is none, left out where nobody asked. */
  workflowMd: reading(z.string().nullable()).optional(),
  /** Left out until a plan or the repository's page asked for it. */
  policy: RepositoryPolicy.optional(),
})
export type RepositoryObservation = z.infer<typeof RepositoryObservation>

export const OidcProvider = z.object({ arn: z.string(), url: z.string(), clientIds: z.array(z.string()) })
export type OidcProvider = z.infer<typeof OidcProvider>

/** A policy as IAM stores it: decoded JSON text, formatting kept. */
export const NamedPolicy = z.object({
  name: z.string(),
  arn: z.string().nullable(),
  document: z.string().nullable(),
})
export type NamedPolicy = z.infer<typeof NamedPolicy>

export const RoleObservation = z.object({
  arn: z.string(),
  name: RoleName,
  path: z.string(),
  createdAt: Instant,
  /** What it is said to be for; null for nothing, left out where nobody asked: the account listing does not carry it. */
  description: z.string().nullable().optional(),
  /** Seconds, 3,600–43,200; null where nobody asked: the account listing does not carry it. */
  maxSessionDuration: z.number().int().nullable(),
  trust: z.string(),
  inlinePolicies: z.array(NamedPolicy),
  /** Managed policies; `document` is null where it could not be read. */
  attachedPolicies: z.array(NamedPolicy),
  boundaryArn: z.string().nullable(),
  /** What the boundary allows; null or left out where there is none, or it could not be read. */
  boundaryDocument: z.string().nullable().optional(),
  tags: z.record(z.string(), z.string()),
  lastUsedAt: Instant.nullable(),
})
export type RoleObservation = z.infer<typeof RoleObservation>

export const FoundationModel = z.object({
  id: ModelId,
  name: z.string(),
  provider: z.string(),
  lifecycle: z.enum(['ACTIVE', 'LEGACY']),
  endOfLifeAt: Instant.nullable(),
  legacyAt: Instant.nullable().optional(),
  onDemand: z.boolean(),
  inferenceProfile: z.boolean(),
})
export type FoundationModel = z.infer<typeof FoundationModel>

/** An inference profile and the model ARNs that it routes to (`GetInferenceProfile → models[].modelArn`). */
export const InferenceProfile = z.object({
  id: ModelId,
  arn: z.string(),
  name: z.string(),
  kind: z.enum(['SYSTEM_DEFINED', 'APPLICATION']),
  modelArns: z.array(z.string()),
})
export type InferenceProfile = z.infer<typeof InferenceProfile>

/** `GetFoundationModelAvailability` for one model. */
export const ModelAvailability = z.object({
  model: ModelId,
  agreement: z.enum(['AVAILABLE', 'PENDING', 'NOT_AVAILABLE', 'ERROR']),
  authorized: z.boolean(),
  entitled: z.boolean(),
  inRegion: z.boolean(),
})
export type ModelAvailability = z.infer<typeof ModelAvailability>

export const RegionModels = z.object({
  region: Region,
  models: z.array(FoundationModel),
  profiles: z.array(InferenceProfile),
  availability: z.array(ModelAvailability),
})
export type RegionModels = z.infer<typeof RegionModels>

/** IAM's quotas in characters without white space: of a trust policy, and of all inline policies of a role. */
export const PolicyQuotas = z.object({ trust: z.number().int(), inline: z.number().int() })
export type PolicyQuotas = z.infer<typeof PolicyQuotas>

/** What AWS holds for one account, each part with its own failure. */
export const AccountObservation = z.object({
  readAt: Instant,
  account: AccountId,
  partition: Partition,
  alias: z.string().nullable(),
  /** The issuer, without scheme, whose provider was read; github.com’s where it is left out. */
  issuerHost: z.string().optional(),
  provider: reading(OidcProvider.nullable()),
  /** The providers of enterprises that sign with an issuer of their own; left out where nobody named one. */
  ownProviders: z
    .array(z.object({ issuerHost: z.string(), provider: reading(OidcProvider.nullable()) }))
    .optional(),
  /** Only the roles that trust a GitHub issuer. */
  roles: reading(z.array(RoleObservation)),
  useCaseForm: reading(z.enum(['submitted', 'missing'])),
  /** Asked for only where the account has not submitted the form itself. */
  formCoverage: FormCoverage.optional(),
  /** `GetAccountSummary`; left out in what was kept before it was read. */
  quotas: reading(PolicyQuotas).optional(),
  regions: z.array(z.object({ region: Region, models: reading(RegionModels) })),
})
export type AccountObservation = z.infer<typeof AccountObservation>
