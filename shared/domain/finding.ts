import { z } from 'zod'
import { Failure } from './failure'
import { RepositoryName } from './ids'

/** The seven stations of the chain, in the order in which a run passes them. */
export const LINKS = [
  'provider',
  'trust',
  'permissions',
  'modelAccess',
  'variables',
  'workflow',
  'lastRun',
] as const
export const LinkName = z.enum(LINKS)
export type LinkName = z.infer<typeof LinkName>

/** One value for each of the seven links. */
export function byLink<T>(of: (link: LinkName) => T): Record<LinkName, T> {
  return {
    provider: of('provider'),
    trust: of('trust'),
    permissions: of('permissions'),
    modelAccess: of('modelAccess'),
    variables: of('variables'),
    workflow: of('workflow'),
    lastRun: of('lastRun'),
  }
}

/** The worst status of its findings is the status of a link; see `worst` in chain.ts for the order. */
export const Status = z.enum(['ok', 'drift', 'missing', 'blocked', 'unknown'])
export type Status = z.infer<typeof Status>

/** One comparison: what the setup wants, what was found, and where. */
export const Evidence = z.object({
  label: z.string(),
  wanted: z.string().nullable(),
  found: z.string().nullable(),
  /** Such as `IAM role arn:…`, `.github/workflows/x.yml`, `variable AWS_REGION (repository)`. */
  source: z.string(),
  line: z.number().int().nullable(),
})
export type Evidence = z.infer<typeof Evidence>

/** The kinds of step that a plan can hold; see plan.ts for what each carries. */
export const StepKind = z.enum([
  'create-provider',
  'add-audience',
  'create-role',
  'update-trust',
  'put-role-policy',
  'set-boundary',
  'set-role-tags',
  'set-session-duration',
  'accept-agreement',
  'submit-use-case-form',
  'set-variable',
  'set-secret',
  'share-variable',
  'propose-workflow',
  'merge-pull-request',
  'enable-workflow',
  'set-subject-form',
  'delete-variable',
  'delete-secret',
  'delete-role-policy',
  'delete-role',
])
export type StepKind = z.infer<typeof StepKind>

/** What would mend a finding: our plan, a page, or somebody else. */
export const Repair = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), steps: z.array(StepKind).min(1), says: z.string() }),
  z.object({ kind: z.literal('open-page'), url: z.url(), label: z.string() }),
  z.object({ kind: z.literal('someone-else'), who: z.string(), what: z.string() }),
  z.object({ kind: z.literal('test-run'), says: z.string() }),
  /** A plan of its own, which removes leftover keys and is made only on request. */
  z.object({ kind: z.literal('remove-keys'), says: z.string() }),
  z.object({ kind: z.literal('recover'), failure: Failure }),
])
export type Repair = z.infer<typeof Repair>

export const LintLevel = z.enum(['critical', 'high', 'medium', 'low'])
export type LintLevel = z.infer<typeof LintLevel>

/** The verdict on one check of a link. */
export const Finding = z.object({
  /** Stable and unique within the link, such as `trust.subject-refused`. */
  check: z.string(),
  link: LinkName,
  status: Status,
  /** Whether a run fails because of it. A lint or a leftover does not break. */
  breaks: z.boolean(),
  lint: LintLevel.nullable(),
  says: z.string(),
  evidence: z.array(Evidence),
  repair: Repair.nullable(),
})
export type Finding = z.infer<typeof Finding>

export const LinkReport = z.object({
  link: LinkName,
  status: Status,
  breaks: z.boolean(),
  findings: z.array(Finding),
})
export type LinkReport = z.infer<typeof LinkReport>

/**
 * `working`: all seven links are ok. `attention`: runs, but something differs. `broken`: a run fails.
 * `unproven`: nothing is wrong, but no run has shown it. `not-set-up`: no workflow of ours that starts by itself, and no role.
 */
export const RepositoryState = z.enum([
  'working',
  'unproven',
  'attention',
  'broken',
  'unknown',
  'not-set-up',
  'archived',
])
export type RepositoryState = z.infer<typeof RepositoryState>

/** The whole path of one repository. */
export const Chain = z.object({
  repository: RepositoryName,
  state: RepositoryState,
  links: z.record(LinkName, LinkReport),
  /** The first finding that breaks, or else the first that is not ok; what a row shows. */
  headline: Finding.nullable(),
})
export type Chain = z.infer<typeof Chain>
