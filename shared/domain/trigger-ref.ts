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
const ON_ANY_REF = new Set([
  'create',
  'deployment',
  'deployment_status',
  'merge_group',
  'check_run',
  'check_suite',
  'status',
])

/** Null: this trigger starts no job by itself, or the repository has no branch yet. */
export function triggerRef(trigger: Trigger, defaultBranch: string | null): TriggerRef | null {
  if (trigger.event === 'workflow_call') return null
  if (trigger.event === 'pull_request') return PULL_REQUEST
  if (ABOUT_PULL_REQUEST.has(trigger.event)) return { ...PULL_REQUEST, exact: false }
  if (ON_TAGS.has(trigger.event)) return pattern('ref:refs/tags/*')
  if (ON_ANY_REF.has(trigger.event)) return pattern('ref:refs/heads/*')
  if (trigger.event === 'push') return pushRef(trigger, defaultBranch)
  return defaultBranch === null ? null : exactly(`refs/heads/${defaultBranch}`)
}

/** A push is told for the default branch where the filters let it pass, else for the first branch or tag that they name. */
function pushRef({ branches, tags }: Trigger, defaultBranch: string | null): TriggerRef | null {
  if (branches === null && tags !== null) return firstNamed('refs/tags/', tags)
  if (branches === null) return defaultBranch === null ? null : exactly(`refs/heads/${defaultBranch}`)
  if (defaultBranch !== null && passes(branches, defaultBranch)) return exactly(`refs/heads/${defaultBranch}`)
  return firstNamed('refs/heads/', branches)
}

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

function firstNamed(prefix: string, filters: string[]): TriggerRef | null {
  const named = filters.find((filter) => !/[*?+[\]!\\]/.test(filter))
  if (named !== undefined) return exactly(prefix + named)
  const first = filters.find((filter) => !filter.startsWith('!'))
  return first === undefined ? null : pattern(`ref:${prefix}${first.replaceAll(/[^\w./-]+/g, '*')}`)
}

function exactly(ref: string): TriggerRef {
  return { context: `ref:${ref.replaceAll(':', '%3A')}`, ref, exact: true }
}

function pattern(context: string): TriggerRef {
  return { context, ref: null, exact: false }
}
