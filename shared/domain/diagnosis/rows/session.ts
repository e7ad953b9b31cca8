import { AUTHOR, type Family, type Probe, type Row, someoneElse, TEST_AGAIN, words } from '../row'
import type { Scene } from '../scene'

const INVALID = {
  texts: ['The security token included in the request is invalid.'],
  pattern: words('The security token included in the request is inval'),
  marks: ['security token included', 'request is invalid', 'the request is invalid'],
}

/** Keys that the job was given and did not get for a role. */
function givenKeys({ log }: Scene): Probe | null {
  const said = log?.lines.find(({ text }) =>
    /Proceeding with IAM user credentials|^\s*aws-access-key-id:\s*\S/.test(text),
  )
  if (!said) return null
  return {
    confidence: 'likely',
    evidence: [
      {
        label: 'credentials',
        wanted: 'of a role',
        found: 'an access key',
        source: 'the log',
        line: said.number,
      },
    ],
  }
}

/** Rows 16–18 of field-notes §7: the session of the role. */
const SESSION_ROWS: readonly Row[] = [
  {
    row: 16,
    cause: 'session-too-long',
    title: 'The workflow asks for a longer session than the role allows',
    texts: ['The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
    pattern: words('The requested DurationSeconds exceeds the (?:MaxSession|1 hour)'),
    marks: [
      'requested DurationSeconds',
      'DurationSeconds exceeds',
      'exceeds the MaxSession',
      'MaxSessionDuration',
    ],
    says: () =>
      'role-duration-seconds of the configure step is above the role’s maximum session duration (an hour unless it was raised).',
    settledBy: ['trust.session-length'],
    otherwise: () =>
      someoneElse('whoever owns the role', 'Raise its maximum session duration, or lower the step’s.'),
    toldBy: 'What the step asks for is held against the role’s maximum, where it could be read.',
    mend: 'Whoever owns the role raises the maximum, or the step asks for less.',
  },
  {
    row: 17,
    cause: 'session-expired',
    title: 'The session ended before the job did',
    texts: [
      'An error occurred (ExpiredTokenException) when calling the Converse operation: The security token included in the request is expired',
      'API Error: 403 The security token included in the request is expired',
    ],
    pattern: words(
      '\\(ExpiredToken(?:Exception)?\\)|\\bExpiredToken(?:Exception)?: |^(?:\\w*Error: )?ExpiredToken(?:Exception)?\\.?$|<Code>ExpiredToken|(?:\\bapi error |\\b(?:__type|code|name)["\']? ?[:=] ?)["\']?[\\w.#]*ExpiredToken(?:Exception)?\\b|security token included in the request is expired',
    ),
    marks: ['ExpiredToken', 'security token included', 'request is expired', 'the request is expired'],
    says: () =>
      'A web-identity session cannot be refreshed. A job that outlives it must run the configure step again before its next call.',
    settledBy: [],
    otherwise: () => someoneElse(AUTHOR, 'Run the configure step again before the long part.'),
    toldBy: 'The text alone; the name of the error in the name of a test does not count.',
    mend: 'The author runs the configure step again before the long part.',
  },
  {
    ...INVALID,
    row: null,
    cause: 'static-key-invalid',
    title: 'AWS does not know the access key',
    says: () =>
      'The job did not take a role: it was given an access key, which AWS does not know (any more). A role needs no stored key.',
    settledBy: [],
    onlySettled: true,
    probe: givenKeys,
    otherwise: () => someoneElse(AUTHOR, 'Take the role with id-token: write in place of the access key.'),
    toldBy: 'The log shows that the configure step was given an access key.',
    mend: 'The author takes the role in place of the key.',
  },
  {
    ...INVALID,
    row: 18,
    cause: 'role-too-young',
    title: 'AWS had not yet spread the new role',
    undoneBy: /Authenticated as assumedRoleId/,
    says: () => 'A role is usable some seconds after it was created or changed. Test again in a minute.',
    settledBy: [],
    otherwise: () => TEST_AGAIN,
    toldBy: 'The text, where the job took a role.',
    mend: 'Another test run.',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'session', rows: SESSION_ROWS }]
