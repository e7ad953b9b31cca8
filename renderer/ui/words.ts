import type { LinkName, LintLevel, RepositoryState, Status } from '../../shared/domain/finding'
import type { RepositoryName } from '../../shared/domain/ids'
import type { Conclusion, RunStatus } from '../../shared/domain/run'
import type { SubjectScope } from '../../shared/domain/setup'

/** The links in the order in which a run passes them, as the panel writes them. */
export const LINK_TITLES: Record<LinkName, string> = {
  provider: 'Provider',
  trust: 'Trust',
  permissions: 'Permissions',
  modelAccess: 'Model access',
  variables: 'Variables',
  workflow: 'Workflow',
  lastRun: 'Last run',
}

export const STATUS_WORDS: Record<Status, string> = {
  ok: 'ok',
  drift: 'drift',
  missing: 'missing',
  blocked: 'blocked',
  unknown: 'unknown',
}

export const STATE_WORDS: Record<RepositoryState, string> = {
  broken: 'Broken',
  attention: 'Needs attention',
  unproven: 'Unproven',
  working: 'Working',
  unknown: 'Unknown',
  'not-set-up': 'Not set up',
  archived: 'Archived',
}

/** A state after a number: `2 needing attention`. */
export const STATE_COUNTED: Record<RepositoryState, string> = {
  broken: 'broken',
  attention: 'needing attention',
  unproven: 'unproven',
  working: 'working',
  unknown: 'unknown',
  'not-set-up': 'not set up',
  archived: 'archived',
}

export const LINT_WORDS: Record<LintLevel, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

const RUN_WORDS: Record<RunStatus | Conclusion, string> = {
  requested: 'Requested',
  waiting: 'Waiting for approval',
  pending: 'Pending',
  queued: 'Queued',
  in_progress: 'In progress',
  completed: 'Completed',
  success: 'Success',
  failure: 'Failed',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
  timed_out: 'Timed out',
  action_required: 'Action required',
  neutral: 'Neutral',
  stale: 'Stale',
  startup_failure: 'Startup failure',
}

/** A run, job or step in one word: its conclusion once it has one. */
export function runWord(status: RunStatus, conclusion: Conclusion | null): string {
  return RUN_WORDS[conclusion ?? status]
}

/** A status in words; `breaks` where a run fails at it. */
export function statusWords(status: Status, breaks: boolean): string {
  return `${STATUS_WORDS[status]}${breaks ? ', breaks' : ''}`
}

/** A link's verdict in words, such as `Trust: drift, breaks — the role does not admit …`. */
export function linkSentence(link: LinkName, status: Status, breaks: boolean, says: string): string {
  return `${LINK_TITLES[link]}: ${statusWords(status, breaks)}${says ? ` — ${says}` : ''}`
}

export function scopeWords(scope: SubjectScope): string {
  switch (scope.kind) {
    case 'branch':
      return `Branch ${scope.name}`
    case 'tag':
      return `Tag ${scope.name}`
    case 'environment':
      return `Environment ${scope.name}`
    case 'pull-request':
      return 'Pull requests'
    case 'any':
      return 'Any branch, tag, environment or pull request'
    case 'workflow':
      return `Jobs that call ${scope.reference}`
    case 'organization':
      return 'Every repository of the owner'
    default: {
      const unreachable: never = scope
      return unreachable
    }
  }
}

/** `1 step`, `4 steps`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}

const UNITS = ['KiB', 'MiB', 'GiB'] as const

/** A size: `512 bytes`, `1.5 KiB`, `240 MiB`. */
export function bytesWords(bytes: number): string {
  if (bytes < 1024) return count(bytes, 'byte')
  const step = Math.min(UNITS.length, Math.floor(Math.log2(bytes) / 10))
  const size = bytes / 1024 ** step
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[step - 1]}`
}

/** Where the panel shows a repository. */
export function repositoryPath(repository: RepositoryName, rest = ''): string {
  return `/r/${repository}${rest}`
}
