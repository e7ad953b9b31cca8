import { planned } from '../links/found'
import { type Row, someoneElse, TEST_AGAIN } from './row'

const ID_TOKEN_HINT = /Did you mean to set the `?id-token`? permission\?/
const NOTHING_LOADED = /Credentials could not be loaded, please check your action inputs/
const NO_TOKEN_URL = /Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable|Could not fetch an OIDC token/

const grant = () => planned('Give the job `id-token: write`.', 'propose-workflow', 'merge-pull-request')
const ID_TOKEN_SAYS =
  'GitHub gives an OIDC token only to a job with `id-token: write`; this one has no such permission.'

function withoutIdToken(row: number, pattern: RegExp): Row {
  return {
    row,
    cause: 'no-id-token',
    pattern,
    title: 'The job may not ask for a token',
    says: () => ID_TOKEN_SAYS,
    settledBy: ['workflow.id-token'],
    otherwise: grant,
  }
}

/** Row 10: the token of a fork or of Dependabot can never be more than `read`. */
function restricted(pattern: RegExp): Row {
  return {
    row: 10,
    cause: 'restricted-token',
    pattern,
    title: 'Dependabot’s runs get no token',
    says: () =>
      'GitHub gives runs that Dependabot starts a read-only token and its own secrets only. Skip the job for them; pull_request_target would hand the role to untrusted code.',
    settledBy: [],
    onlySettled: true,
    applies: (run) => run.actor === 'dependabot[bot]',
    otherwise: () =>
      someoneElse('the author of the workflow', "Skip the job with if: github.actor != 'dependabot[bot]'."),
  }
}

function absentSetting(what: string, pattern: RegExp, settledBy: string[]): Row {
  return {
    row: 13,
    cause: `no-${what}`,
    pattern,
    title: `The job has no ${what}`,
    says: () =>
      `The variable that carries the ${what} is empty for this job: it does not exist, or only in an environment that the job does not name.`,
    settledBy,
    otherwise: () => planned(`Set the variable that carries the ${what}.`, 'set-variable'),
  }
}

/** Rows 9, 10, 12, 13 and 16–18 of field-notes §7: what a job needs before and while it holds the role. */
export const CREDENTIAL_ROWS: readonly Row[] = [
  restricted(ID_TOKEN_HINT),
  restricted(NOTHING_LOADED),
  restricted(NO_TOKEN_URL),
  withoutIdToken(9, ID_TOKEN_HINT),
  { ...absentSetting('role', NOTHING_LOADED, ['variables.role']), onlySettled: true },
  withoutIdToken(9, NOTHING_LOADED),
  withoutIdToken(12, NO_TOKEN_URL),
  absentSetting(
    'region',
    /Input required and not supplied: aws-region|AWS_REGION is required when using AWS Bedrock|You must specify a region/,
    ['variables.region'],
  ),
  absentSetting('role', /Input required and not supplied: role-to-assume/, ['variables.role']),
  absentSetting('model', /Invalid length for parameter modelId, value: 0/, ['variables.model']),
  {
    row: 16,
    cause: 'session-too-long',
    pattern: /The requested DurationSeconds exceeds the MaxSessionDuration set for this role/,
    title: 'The workflow asks for a longer session than the role allows',
    says: () =>
      'role-duration-seconds of the configure step is above the role’s maximum session duration (an hour unless it was raised).',
    settledBy: ['trust.session-length'],
    otherwise: () =>
      someoneElse('whoever owns the role', 'Raise its maximum session duration, or lower the step’s.'),
  },
  {
    row: 17,
    cause: 'session-expired',
    pattern: /ExpiredToken|The security token included in the request is expired/,
    title: 'The session ended before the job did',
    says: () =>
      'A web-identity session cannot be refreshed. A job that outlives it must run the configure step again before its next call.',
    settledBy: [],
    otherwise: () =>
      someoneElse('the author of the workflow', 'Run the configure step again before the long part.'),
  },
  {
    row: 18,
    cause: 'role-too-young',
    pattern: /The security token included in the request is invalid/,
    title: 'AWS had not yet spread the new role',
    says: () => 'A role is usable some seconds after it was created or changed. Test again in a minute.',
    settledBy: [],
    otherwise: () => TEST_AGAIN,
  },
]
