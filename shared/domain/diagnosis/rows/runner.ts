import { type Family, pageOfRun, type Row, someoneElse, TEST_AGAIN, words } from '../row'

/** What ends a job beside its steps; not among the rows of field-notes §7. */
const RUNNER_ROWS: readonly Row[] = [
  {
    row: null,
    cause: 'runner-lost',
    title: 'The runner went away',
    texts: [
      'The hosted runner lost communication with the server.',
      'The runner has received a shutdown signal.',
      'No space left on device',
    ],
    pattern: words(
      'runner lost communication with the server|runner has received a shutdown signal|No space left on device',
    ),
    marks: [
      'lost communication w',
      'with the server',
      'received a shutdown',
      'shutdown signal',
      'No space left',
      'left on device',
    ],
    says: () => 'The machine ended before the job did. AWS has no part in this.',
    settledBy: [],
    otherwise: () => TEST_AGAIN,
    toldBy: 'The text alone.',
    mend: 'Another test run.',
  },
  {
    row: null,
    cause: 'timed-out',
    title: 'The job took longer than it may',
    texts: [
      'The job running on runner GitHub Actions 12 has exceeded the maximum execution time of 360 minutes.',
      'The action ‘Ask Claude’ has timed out after 10 minutes.',
    ],
    pattern: words(
      "has exceeded the maximum execution time of (?<limit>\\d+) minutes|The action '.*' has timed out after (?<minutes>\\d+) minutes",
    ),
    marks: ['has exceeded the maximum', 'maximum execution time', 'has timed out after', 'timed out after'],
    says: ({ limit, minutes }) => `It ran into its limit of ${limit ?? minutes} minutes (timeout-minutes).`,
    settledBy: [],
    otherwise: (scene) => pageOfRun(scene) ?? TEST_AGAIN,
    toldBy: 'The text alone.',
    mend: 'The author gives it more time, or less to do.',
  },
  {
    row: null,
    cause: 'billing',
    title: 'GitHub does not start jobs of this account',
    texts: [
      'The job was not started because recent account payments have failed or your spending limit needs to be increased.',
    ],
    pattern: words(
      'The job was not started because (?:recent account payments have failed|.*spending limit)',
    ),
    marks: ['job was not started', 'account payments have', 'spending limit needs'],
    says: () => 'A payment failed, or the spending limit for Actions is reached.',
    settledBy: [],
    otherwise: () => someoneElse('whoever pays for the GitHub account', 'Look at Billing → Actions.'),
    toldBy: 'The text alone.',
    mend: 'Whoever pays for the GitHub account.',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'machine', rows: RUNNER_ROWS }]
