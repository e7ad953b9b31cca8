import { planned } from '../../links/found'
import { AUTHOR, type Family, type Probe, type Row, someoneElse, words } from '../row'
import type { Scene } from '../scene'

const UNLOADED = {
  texts: [
    'API Error: Could not load credentials from any providers',
    'CredentialsProviderError: Could not load credentials from any providers',
  ],
  pattern: words('(?<!action inputs: )Could not load credentials from any providers'),
  marks: ['Could not load', 'credentials from any', 'from any providers'],
}
const UNLOCATED = {
  texts: [
    'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
    'Unable to locate credentials. You can configure credentials by running "aws login".',
  ],
  pattern: words('Unable to locate credentials'),
  marks: ['Unable to locate', 'locate credentials', 'NoCredentialsError'],
}

/** Whether the same job had taken a role before. */
function tookRole({ log }: Scene): Probe | null {
  const said = log?.lines.find(({ text }) => /Authenticated as assumedRoleId/.test(text))
  return said
    ? {
        confidence: 'likely',
        evidence: [
          { label: 'role', wanted: 'taken', found: said.text.trim(), source: 'the log', line: said.number },
        ],
      }
    : null
}

/** The step that takes the role was told to keep the keys to itself. */
function keptToItself({ log }: Scene): Probe | null {
  const said = log?.lines.find(({ text }) => /^\s*output-env-credentials:\s*false/i.test(text))
  return said
    ? {
        confidence: 'certain',
        evidence: [
          {
            label: 'output-env-credentials',
            wanted: 'true',
            found: 'false',
            source: 'the configure step',
            line: said.number,
          },
        ],
      }
    : null
}

function notExported(text: typeof UNLOADED): Row {
  return {
    ...text,
    row: null,
    cause: 'credentials-not-exported',
    title: 'The configure step keeps the credentials to itself',
    says: () =>
      'With `output-env-credentials: false` the step takes the role and gives its keys to no later step.',
    settledBy: [],
    onlySettled: true,
    probe: keptToItself,
    otherwise: () => someoneElse(AUTHOR, 'Remove output-env-credentials: false, or hand the outputs on.'),
    toldBy: 'The inputs of the configure step stand in the log.',
    mend: 'The author removes the input.',
  }
}

function regression(text: typeof UNLOADED): Row {
  return {
    ...text,
    row: 14,
    cause: 'credentials-lost',
    title: 'The tool did not find the credentials that the job has',
    says: () =>
      'The job took its role, and the tool after it did not find the keys: a regression that was reported of some releases of the action. Pin one that works.',
    settledBy: [],
    onlySettled: true,
    probe: tookRole,
    otherwise: () => someoneElse(AUTHOR, 'Pin the action to the last release that worked.'),
    toldBy: 'The same log shows `Authenticated as assumedRoleId` before.',
    mend: 'The author pins the action to a release that works.',
  }
}

function neverTaken(text: typeof UNLOADED): Row {
  return {
    ...text,
    row: null,
    cause: 'no-credentials',
    title: 'The job has no AWS credentials',
    says: () =>
      'Nothing in this job took a role before it called AWS. Credentials do not pass from one job to the next: each job has its own configure step.',
    settledBy: ['workflow.credentials', 'workflow.no-configure', 'workflow.no-credentials'],
    otherwise: () => planned('Take the role in the same job.', 'propose-workflow', 'merge-pull-request'),
    toldBy: 'The log does not show that a role was taken.',
    mend: 'A plan proposes a workflow whose job takes the role itself.',
  }
}

/** Row 14 of field-notes §7, and its neighbours: a call without credentials. */
const LOST_ROWS: readonly Row[] = [UNLOADED, UNLOCATED].flatMap((text) => [
  notExported(text),
  regression(text),
  neverTaken(text),
])

export const FAMILIES: readonly Family[] = [{ stage: 'keys', rows: LOST_ROWS }]
