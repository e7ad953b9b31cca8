import { z } from 'zod'
import type { MergeRules } from '../../../shared/domain/repository-policy'
import { statusOf } from './errors'
import type { Octokit } from './octokit'

type Place = { owner: string; repo: string }

const Parameters = z
  .object({
    required_approving_review_count: z.number().optional(),
    require_code_owner_review: z.boolean().optional(),
    require_last_push_approval: z.boolean().optional(),
    required_status_checks: z.array(z.object({ context: z.string() })).optional(),
  })
  .optional()
const Rule = z.object({
  type: z.string(),
  parameters: Parameters.catch(undefined),
  ruleset_source: z.string().optional(),
  ruleset_id: z.number().optional(),
})
type Rule = z.infer<typeof Rule>

/** What keeps a merge by the API away, besides reviews and checks. */
const OTHERS: Record<string, string> = {
  merge_queue: 'a merge queue',
  required_signatures: 'signed commits',
  required_linear_history: 'a linear history',
  required_deployments: 'deployments before the merge',
  update: 'somebody who may bypass the rule that nobody updates it',
}

const NONE: MergeRules = {
  approvals: 0,
  codeOwners: false,
  checks: [],
  others: [],
  sources: [],
  complete: true,
}

/** The rules of a branch: those of rulesets, which every reader sees, and of classic protection, as far as it may be read. */
export async function readMergeRules(octokit: Octokit, place: Place, branch: string): Promise<MergeRules> {
  const [rulesets, protection] = await Promise.all([
    ofRulesets(octokit, place, branch),
    ofProtection(octokit, place, branch),
  ])
  return {
    approvals: Math.max(rulesets.approvals, protection.approvals),
    codeOwners: rulesets.codeOwners || protection.codeOwners,
    checks: [...new Set([...rulesets.checks, ...protection.checks])],
    others: [...new Set([...rulesets.others, ...protection.others])],
    sources: [...rulesets.sources, ...protection.sources],
    complete: protection.complete,
  }
}

async function ofRulesets(octokit: Octokit, place: Place, branch: string): Promise<MergeRules> {
  const found = await octokit.paginate('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
    ...place,
    branch,
    per_page: 100,
  })
  const rules = z.array(Rule).parse(found)
  const reviews = rules.filter(({ type }) => type === 'pull_request').map(({ parameters }) => parameters)
  const asking = rules.filter((rule) => rule.type in OTHERS || isAsking(rule))
  const sources = asking.map(({ ruleset_source, ruleset_id }) => `ruleset ${ruleset_id} of ${ruleset_source}`)
  return {
    approvals: Math.max(0, ...reviews.map((one) => one?.required_approving_review_count ?? 0)),
    codeOwners: reviews.some((one) => one?.require_code_owner_review),
    checks: rules.flatMap(({ type, parameters }) =>
      type === 'required_status_checks'
        ? (parameters?.required_status_checks ?? []).map(({ context }) => context)
        : [],
    ),
    others: rules.flatMap(({ type }) => OTHERS[type] ?? []),
    sources: [...new Set(sources)],
    complete: true,
  }
}

function isAsking({ type, parameters }: Rule): boolean {
  if (type === 'required_status_checks') return (parameters?.required_status_checks ?? []).length > 0
  return type === 'pull_request' && (parameters?.required_approving_review_count ?? 0) > 0
}

const Branch = z.object({
  protection: z
    .object({
      enabled: z.boolean().optional(),
      required_status_checks: z.object({ contexts: z.array(z.string()).optional() }).optional(),
    })
    .optional(),
})

const Protection = z.object({
  required_pull_request_reviews: z
    .object({
      required_approving_review_count: z.number().optional(),
      require_code_owner_reviews: z.boolean().optional(),
    })
    .nullish(),
  required_status_checks: z.object({ contexts: z.array(z.string()).optional() }).nullish(),
  required_linear_history: z.object({ enabled: z.boolean() }).optional(),
  required_signatures: z.object({ enabled: z.boolean() }).optional(),
  lock_branch: z.object({ enabled: z.boolean() }).optional(),
})

/* Every reader sees that a branch is protected, and only an administrator how. */
async function ofProtection(octokit: Octokit, place: Place, branch: string): Promise<MergeRules> {
  const at = { ...place, branch }
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', at)
  const { protection } = Branch.parse(data)
  if (protection?.enabled !== true) return NONE
  const sources = [`protection of ${branch}`]
  try {
    const answer = await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}/protection', at)
    const found = Protection.parse(answer.data)
    return {
      approvals: found.required_pull_request_reviews?.required_approving_review_count ?? 0,
      codeOwners: found.required_pull_request_reviews?.require_code_owner_reviews ?? false,
      checks: found.required_status_checks?.contexts ?? [],
      others: [
        ...(found.required_signatures?.enabled ? ['signed commits'] : []),
        ...(found.required_linear_history?.enabled ? ['a linear history'] : []),
        ...(found.lock_branch?.enabled ? ['an unlocked branch'] : []),
      ],
      sources,
      complete: true,
    }
  } catch (error) {
    if (![403, 404].includes(statusOf(error) ?? 0)) throw error
    const checks = protection.required_status_checks?.contexts ?? []
    return { ...NONE, checks, sources, complete: false }
  }
}
