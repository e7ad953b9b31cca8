import type { Trigger } from './workflow-types'

/** The ref on which a trigger runs a workflow, as far as the file tells. `ref` null: only the run knows it. */
export interface TriggerRef {
  /** Of the subject: `pull_request`, `ref:refs/heads/X`, or a pattern with `*`. */
  context: string
  ref: string | null
  exact: boolean
}

const PULL_REQUEST: TriggerRef = { context: 'pull_request', ref: null, exact: true }
/** Events about a pull request whose subject GitHub's reference does not spell out. */
const ABOUT_PULL_REQUEST = new Set([
  'pull_request_target',
  'pull_request_review',
  'pull_request_review_comment',
])
const ON_TAGS = new Set(['release'])
const ON_BRANCHES = new Set(['merge_group', 'check_run', 'check_suite'])
/** Of a branch, a tag or a commit. */
const ON_ANY_REF = new Set(['create', 'deployment', 'deployment_status', 'status'])
const ANY_REF = pattern('ref:refs/*')

/** None: this trigger starts no job by itself, or the repository has no branch yet. */
export function triggerRefs(trigger: Trigger, defaultBranch: string | null): TriggerRef[] {
  if (trigger.event === 'workflow_call' || defaultBranch === null) return []
  if (trigger.event === 'pull_request') return [PULL_REQUEST]
  if (ABOUT_PULL_REQUEST.has(trigger.event)) return [{ ...PULL_REQUEST, exact: false }]
  if (ON_TAGS.has(trigger.event)) {
    return trigger.tags === null ? [pattern('ref:refs/tags/*')] : filtered('refs/tags/', trigger.tags)
  }
  if (ON_BRANCHES.has(trigger.event)) return [pattern('ref:refs/heads/*')]
  if (ON_ANY_REF.has(trigger.event)) return [ANY_REF]
  if (trigger.event === 'push') return pushRefs(trigger, defaultBranch)
  return [exactly(`refs/heads/${defaultBranch}`)]
}

/** The default branch where the filters let it pass, every branch and tag that they name, and what else they let pass. */
function pushRefs({ branches, tags }: Trigger, defaultBranch: string): TriggerRef[] {
  if (branches === null && tags === null) return [exactly(`refs/heads/${defaultBranch}`), ANY_REF]
  const standing = passes(branches ?? [], defaultBranch) ? [exactly(`refs/heads/${defaultBranch}`)] : []
  const refs = [
    ...standing,
    ...filtered('refs/heads/', branches ?? []),
    ...filtered('refs/tags/', tags ?? []),
  ]
  return refs.filter(({ context }, index) => refs.findIndex((one) => one.context === context) === index)
}

/** What makes a filter more than a name (workflow syntax, filter patterns). */
const SPECIAL = /[*?+[\]!\\]/

/** The last filter that matches decides; `!` excludes (workflow syntax, filter patterns). */
function passes(filters: string[], branch: string): boolean {
  const deciding = filters.findLast((filter) => filterExpression(filter.replace(/^!/, '')).test(branch))
  return deciding !== undefined && !deciding.startsWith('!')
}

/** `*` stays within one path segment, `**` does not; `?` and `+` repeat what stands before them. */
function filterExpression(filter: string): RegExp {
  const source = filter.replaceAll(/\*\*|\*|\\.|[.^$(){}|]/g, (token) => {
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    return token.startsWith('\\') && token.length > 1 ? token : `\\${token}`
  })
  try {
    return new RegExp(`^${source}$`)
  } catch {
    return /^(?!)/
  }
}

function filtered(prefix: string, filters: string[]): TriggerRef[] {
  const named = filters.filter((filter) => !SPECIAL.test(filter) && passes(filters, filter))
  const patterns = filters.filter((filter) => !filter.startsWith('!') && SPECIAL.test(filter))
  return [
    ...named.map((name) => exactly(prefix + name)),
    ...patterns.map((filter) => pattern(`ref:${prefix}${filter.replaceAll(/[^\w./-]+/g, '*')}`)),
  ]
}

function exactly(ref: string): TriggerRef {
  return { context: `ref:${ref.replaceAll(':', '%3A')}`, ref, exact: true }
}

function pattern(context: string): TriggerRef {
  return { context, ref: null, exact: false }
}
