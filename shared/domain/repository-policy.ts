import { z } from 'zod'
import { Instant } from './ids'
import { reading } from './reading'

/** `GET /repos/{o}/{r}/actions/permissions` and, where only some actions are allowed, `…/selected-actions`. */
export const ActionsPolicy = z.object({
  enabled: z.boolean(),
  allowed: z.enum(['all', 'local_only', 'selected']),
  /** Whether every action must be pinned to a full-length commit (`sha_pinning_required`). */
  pinned: z.boolean(),
  selected: z
    .object({ githubOwned: z.boolean(), verified: z.boolean(), patterns: z.array(z.string()) })
    .nullable(),
})
export type ActionsPolicy = z.infer<typeof ActionsPolicy>

/** What the default branch asks of a merge, by rulesets and by classic protection together. */
export const MergeRules = z.object({
  /** Approving reviews that a pull request needs; 0 for none. */
  approvals: z.number().int(),
  codeOwners: z.boolean(),
  /** Names of status checks that must pass. */
  checks: z.array(z.string()),
  /** What else keeps a merge by the API away, in words: `a merge queue`, `signed commits`. */
  others: z.array(z.string()),
  /** Who asks: `ruleset main of acme`, `branch protection`. */
  sources: z.array(z.string()),
  /** False where the branch is protected in a way that only an administrator may read. */
  complete: z.boolean(),
})
export type MergeRules = z.infer<typeof MergeRules>

/** How an open pull request stands with GitHub (`mergeable_state`). */
export const MergeState = z.enum([
  'clean',
  'unstable',
  'has_hooks',
  'blocked',
  'behind',
  'dirty',
  'draft',
  'unknown',
])
export type MergeState = z.infer<typeof MergeState>

/** What the repository's owners allow; read only where a plan or a page asks for it, each part with its own failure. */
export const RepositoryPolicy = z.object({
  readAt: Instant,
  actions: reading(ActionsPolicy),
  /** What a job may do for which nobody declares permissions (`default_workflow_permissions`). */
  jobRights: reading(z.enum(['read', 'write'])),
  merging: reading(MergeRules),
  /** By the numbers of our open pull requests. */
  proposals: z.record(z.string(), MergeState),
})
export type RepositoryPolicy = z.infer<typeof RepositoryPolicy>

/** Whether an action may run: `unknown` where it hangs on who is a verified creator of GitHub's Marketplace. */
export type ActionVerdict =
  | { may: 'run' }
  | { may: 'not-run'; why: 'unpinned' | 'not-allowed' }
  | { may: 'unknown' }

/** Judges `owner/name[/path]@ref` by the policy of a repository of `owner` (GitHub Docs, managing Actions settings). */
export function judgeAction(uses: string, policy: ActionsPolicy, owner: string): ActionVerdict {
  if (uses.startsWith('./') || uses.startsWith('docker://')) return { may: 'run' }
  const allowed = isAllowed(uses, policy, owner)
  if (allowed === false) return { may: 'not-run', why: 'not-allowed' }
  if (policy.pinned && !/@[0-9a-f]{40}$/i.test(uses)) return { may: 'not-run', why: 'unpinned' }
  return { may: allowed === null ? 'unknown' : 'run' }
}

function isAllowed(uses: string, { allowed, selected }: ActionsPolicy, owner: string): boolean | null {
  const [maker = ''] = uses.toLowerCase().split('/')
  if (allowed === 'all' || maker === owner.toLowerCase()) return true
  if (allowed === 'local_only') return false
  if (selected === null) return null
  if (selected.patterns.some((pattern) => !pattern.startsWith('!') && matches(uses, pattern))) return true
  if (selected.githubOwned && ['actions', 'github'].includes(maker)) return true
  return selected.verified ? null : false
}

/** `*` stands for anything, case for nothing. */
function matches(uses: string, pattern: string): boolean {
  const parts = pattern
    .trim()
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(uses)
}

/** What keeps Rolecall from merging, in words; empty where nothing does that was read. */
export function mergeObstacles({ approvals, codeOwners, checks, others }: MergeRules): string[] {
  const reviews = approvals === 1 ? 'one approving review' : `${approvals} approving reviews`
  return [
    ...(approvals > 0 ? [codeOwners ? `${reviews}, of code owners too` : reviews] : []),
    ...(checks.length > 0 ? [`the checks ${checks.join(', ')}`] : []),
    ...others,
  ]
}
