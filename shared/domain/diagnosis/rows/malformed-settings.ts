import { planned } from '../../links/found'
import { type Family, type Row, words } from '../row'

const MEND = 'A plan writes the setting as it must be.'
const TOLD = 'The value that this very job sees is resolved and shown.'

/** Settings that are there and cannot be right; not among the rows of field-notes §7. */
const MALFORMED_ROWS: readonly Row[] = [
  {
    row: null,
    cause: 'malformed-region',
    title: 'The region is not a region code',
    texts: ['Region is not valid: ${{ vars.AWS_REGION }}'],
    pattern: words('Region is not valid: ?(?<region>.*)'),
    marks: ['Region is not valid', 'is not valid:'],
    says: ({ region }) => `“${region?.trim()}” cannot be a region; write a code such as us-east-1.`,
    settledBy: ['variables.region'],
    otherwise: () => planned('Set the variable that carries the region.', 'set-variable'),
    toldBy: TOLD,
    mend: MEND,
  },
  {
    row: null,
    cause: 'unknown-endpoint',
    title: 'There is no Bedrock at that region’s address',
    texts: [
      'Could not connect to the endpoint URL: "https://bedrock-runtime.eu-west-9.amazonaws.com/model/x/converse"',
      'getaddrinfo ENOTFOUND bedrock-runtime.eu-west-9.amazonaws.com',
    ],
    pattern: words(
      '(?:Could not connect to the endpoint URL: "?https://|getaddrinfo (?:ENOTFOUND|EAI_AGAIN) )bedrock-runtime\\.(?<region>[a-z0-9-]+)\\.amazonaws',
    ),
    marks: ['Could not connect to', 'endpoint URL', 'bedrock-runtime.', 'getaddrinfo'],
    says: ({ region }) => `${region} is no region of Bedrock, or the runner cannot reach it.`,
    settledBy: ['variables.region', 'modelAccess.wrong-region', 'modelAccess.region'],
    otherwise: () => planned('Name a region that has Bedrock.', 'set-variable'),
    toldBy: TOLD,
    mend: MEND,
  },
  {
    row: null,
    cause: 'malformed-role',
    title: 'The role is not named by its ARN',
    texts: [
      'Source Account ID is needed if the Role Name is provided and not the Role Arn.',
      'Could not assume role with OIDC: Request ARN is invalid',
    ],
    pattern: words('Source Account ID is needed if the Role Name is provided|Request ARN is invalid'),
    marks: ['Source Account ID', 'Role Name is provided', 'Request ARN', 'ARN is invalid'],
    says: () =>
      'OpenID Connect needs the whole ARN of the role, arn:aws:iam::ACCOUNT:role/NAME; the setting holds something else.',
    settledBy: ['variables.role'],
    otherwise: () => planned('Set the variable that carries the role to its ARN.', 'set-variable'),
    toldBy: TOLD,
    mend: MEND,
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'malformed', rows: MALFORMED_ROWS }]
