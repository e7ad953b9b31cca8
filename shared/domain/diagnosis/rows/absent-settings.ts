import { planned } from '../../links/found'
import { type Family, type Row, words } from '../row'
import { NOTHING_LOADED_TEXT } from './id-token'

type Text = Pick<Row, 'pattern' | 'marks' | 'texts'>

function absent(what: string, text: Text, settledBy: string[]): Row {
  return {
    ...text,
    row: 13,
    cause: `no-${what}`,
    title: `The job has no ${what}`,
    says: () =>
      `The variable that carries the ${what} is empty for this job: it does not exist, its organization does not share it with this repository, or it exists only in an environment that the job does not name.`,
    settledBy,
    otherwise: () => planned(`Set the variable that carries the ${what}.`, 'set-variable'),
    toldBy: 'The variables are resolved as this very job sees them: environment, repository, organization.',
    mend: 'A plan sets the variable where the job sees it.',
  }
}

/** Row 13 of field-notes §7: a setting that the job does not see. */
const ABSENT_ROWS: readonly Row[] = [
  absent(
    'region',
    {
      texts: [
        'Input required and not supplied: aws-region',
        'AWS_REGION is required when using AWS Bedrock.',
        'botocore.exceptions.NoRegionError: You must specify a region.',
      ],
      pattern: words(
        'Input required and not supplied: aws-region|AWS_REGION is required when using AWS|You must specify a region|^(?:\\w*Error: )?Region is missing',
      ),
      marks: [
        'Input required and not',
        'aws-region',
        'AWS_REGION is required',
        'when using AWS',
        'must specify a',
        'specify a region',
        'Region is missing',
        'NoRegionError',
      ],
    },
    ['variables.region'],
  ),
  absent(
    'role',
    {
      texts: ['Input required and not supplied: role-to-assume'],
      pattern: words('Input required and not supplied: role-to-assume'),
      marks: ['Input required and not', 'role-to-assume'],
    },
    ['variables.role'],
  ),
  { ...absent('role', NOTHING_LOADED_TEXT, ['variables.role']), onlySettled: true },
  absent(
    'model',
    {
      texts: [
        'Invalid length for parameter modelId, value: 0, valid min length: 1',
        'No value provided for input HTTP label: modelId.',
      ],
      pattern: words(
        'Invalid length for parameter modelId, value: 0|No value provided for input HTTP label: modelId',
      ),
      marks: ['Invalid length for', 'parameter modelId', 'No value provided', 'HTTP label: modelId'],
    },
    ['variables.model'],
  ),
]

export const FAMILIES: readonly Family[] = [{ stage: 'settings', rows: ABSENT_ROWS }]
