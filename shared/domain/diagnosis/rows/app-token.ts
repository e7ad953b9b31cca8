import { AUTHOR, type Family, type Probe, page, type Row, someoneElse, words } from '../row'
import type { Scene } from '../scene'

/** On a pull request, or on a branch beside the default one, the file may well differ: that is what the check is for. */
function ofPullRequest({ run, premises }: Scene): Probe | null {
  if (!run) return null
  const branch = premises?.observation.facts.defaultBranch
  const isPull = run.event.startsWith('pull_request')
  if (!isPull && (branch === undefined || branch === run.branch)) return null
  return {
    confidence: 'certain',
    evidence: [
      {
        label: 'event',
        wanted: 'one of the default branch',
        found: `${run.event} of ${run.branch ?? 'a branch'}`,
        source: `run #${run.number}`,
        line: null,
      },
    ],
  }
}

/** Row 15 of field-notes §7, and what else Claude's action asks before it asks a model. */
const APP_TOKEN_ROWS: readonly Row[] = [
  {
    row: 15,
    cause: 'workflow-not-on-default-branch',
    title: 'Claude’s action did not run: its workflow differs from the default branch',
    texts: [
      "App token exchange failed: 401 Unauthorized - Workflow validation failed. The workflow file must exist and have identical content to the version on the repository's default branch.",
      "Skipping action due to workflow validation: Workflow validation failed. The workflow file must exist and have identical content to the version on the repository's default branch.",
      'Action skipped due to workflow validation error. This is expected when adding Claude Code workflows to new repositories or on PRs with workflow changes.',
    ],
    pattern: words(
      'App token exchange failed: 401 Unauthorized - Workflow validation|Workflow validation failed\\. The workflow file must|Skipping action due to workflow validation|Action skipped due to workflow validation',
    ),
    marks: [
      'App token exchange',
      'Workflow validation',
      'due to workflow',
      'Action skipped',
      'file must exist and have',
      'identical content to',
    ],
    says: (_, { job }) =>
      `Expected on the pull request that adds or changes the workflow.${job?.conclusion === 'success' ? ' GitHub shows the job as green, and no model was asked.' : ''} Merge it, and run it from the default branch.`,
    settledBy: [],
    green: true,
    probe: ofPullRequest,
    otherwise: () =>
      someoneElse(
        'whoever merges the pull request',
        'Merge the workflow into the default branch, then start a test run.',
      ),
    toldBy:
      'The event and the branch of the run. Since mid-2026 the action only skips, and the run is green.',
    mend: 'Whoever merges the pull request merges it; passing `github_token` to the action avoids the exchange.',
  },
  {
    row: null,
    cause: 'claude-app-missing',
    title: 'Claude’s GitHub App is not installed here',
    texts: [
      'Claude Code is not installed on this repository. Please install the Claude Code GitHub App at https://github.com/apps/claude',
    ],
    pattern: words('Claude Code is not installed on this repository'),
    marks: ['Claude Code is not installed', 'not installed on this repository'],
    says: () =>
      'Without `github_token` the action asks Anthropic’s GitHub App for one, and the App is not installed on this repository.',
    settledBy: [],
    otherwise: () => page('https://github.com/apps/claude', 'Install the App'),
    toldBy: 'The text alone.',
    mend: 'The page of the App; or pass `github_token` to the action.',
  },
  {
    row: null,
    cause: 'actor-not-allowed',
    title: 'Claude’s action does not run for whoever started this',
    texts: [
      "Workflow initiated by non-human actor: renovate (type: Bot). Add bot to allowed_bots list or use '*' to allow all bots.",
      'Actor does not have write permissions to the repository',
    ],
    pattern: words(
      'Workflow initiated by non-human actor: ?(?<actor>\\S*)|Actor does not have write permissions to the repository',
    ),
    marks: ['Workflow initiated by', 'non-human actor', 'Actor does not have', 'write permissions to the'],
    says: ({ actor }) =>
      actor
        ? `The action refuses runs that the bot ${actor} starts, unless \`allowed_bots\` names it.`
        : 'The action refuses runs of people who may not write to the repository.',
    settledBy: [],
    otherwise: () => someoneElse(AUTHOR, 'Skip the job for such runs, or name the bot in allowed_bots.'),
    toldBy: 'The text alone.',
    mend: 'The author skips the job for such runs, or allows the one bot. Never `*`.',
  },
  {
    row: null,
    cause: 'token-may-not',
    title: 'The job’s GITHUB_TOKEN may not do what a step asks',
    texts: ['HttpError: Resource not accessible by integration'],
    pattern: words('Resource not accessible by integration'),
    marks: ['Resource not accessible', 'accessible by integration'],
    says: () =>
      'A step writes to GitHub, and the permissions of the job do not allow it. AWS has no part in this.',
    settledBy: [],
    otherwise: () => someoneElse(AUTHOR, 'Give the job the permission, such as pull-requests: write.'),
    toldBy: 'The text alone.',
    mend: 'The author gives the job the permission.',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'app-token', rows: APP_TOKEN_ROWS }]
