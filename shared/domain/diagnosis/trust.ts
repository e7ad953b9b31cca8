import { planned } from '../links/found'
import { page, type Row, TEST_AGAIN } from './row'

const NOT_AUTHORIZED = /Not authorized to perform:? sts:AssumeRoleWithWebIdentity/

/** One reason why the role's trust refuses a job; AWS words all of them alike. */
function refusal(row: number | null, cause: string, settledBy: string[], title: string, says: string): Row {
  return {
    row,
    cause,
    pattern: NOT_AUTHORIZED,
    title,
    says: () => says,
    settledBy,
    onlySettled: true,
    otherwise: () => planned('Trust the exact subject of this job.', 'update-trust'),
  }
}

/** Rows 1–8 of field-notes §7: the exchange of GitHub's token for the role. */
export const TRUST_ROWS: readonly Row[] = [
  refusal(
    1,
    'immutable-subject',
    ['trust.immutable-subject'],
    'The role trusts the old form of this repository’s subject',
    'GitHub presents this repository with its numeric IDs (created, renamed or transferred after 15 July 2026, or opted in), and the role trusts it by name only.',
  ),
  refusal(
    2,
    'environment-subject',
    ['trust.environment'],
    'The job runs in an environment that the role does not trust',
    'A job that names an environment presents `environment:NAME` in place of its branch, and no statement of the trust policy admits that.',
  ),
  refusal(
    3,
    'pull-request-subject',
    ['trust.pull-request'],
    'The role does not trust pull requests',
    'A run of a pull request presents `pull_request` in place of its branch, and no statement of the trust policy admits that.',
  ),
  refusal(
    4,
    'literal-mismatch',
    ['trust.case-mismatch', 'trust.wildcard-under-equals'],
    'The trust policy spells this repository differently',
    'IAM compares subjects letter by letter: upper and lower case differ, and `*` is an ordinary character under StringEquals.',
  ),
  refusal(
    5,
    'audience-or-custom-subject',
    ['trust.audience', 'trust.custom-subject'],
    'The trust policy expects another audience or another form of subject',
    'The token’s audience is sts.amazonaws.com and its subject follows the repository’s own template; the trust policy tests something else.',
  ),
  {
    ...refusal(
      null,
      'role-missing',
      ['trust.role-missing'],
      'The role does not exist, or trusts nobody from GitHub',
      'AWS answers a role that is not there as it answers one that refuses.',
    ),
    otherwise: () => planned('Create the role.', 'create-role', 'put-role-policy'),
  },
  refusal(
    null,
    'subject-refused',
    ['trust.subject-refused'],
    'No statement of the trust policy admits this job',
    'The subject that this job presents is not among those that the role trusts.',
  ),
  {
    row: null,
    cause: 'not-authorized',
    pattern: NOT_AUTHORIZED,
    title: 'AWS refused the role to this job',
    says: () =>
      'As far as Rolecall could read, nothing in the trust policy refuses this job for certain. The role may have been repaired since, test what only a run fills in (such as the actor), be younger than a minute, lie in another account, or be closed by an organization policy.',
    settledBy: [],
    otherwise: () => TEST_AGAIN,
  },
  {
    row: 6,
    cause: 'no-provider',
    pattern: /No OpenIDConnect provider found in your account for (?<issuer>\S+)/i,
    title: 'The account does not know GitHub',
    says: ({ issuer }) => `The account that the role ARN names has no OpenID Connect provider for ${issuer}.`,
    settledBy: ['provider.missing'],
    otherwise: () =>
      planned('Create the provider, or correct the account in the role ARN.', 'create-provider'),
  },
  {
    row: 7,
    cause: 'provider-audience',
    pattern: /Incorrect token audience/i,
    title: 'The provider does not accept the token’s audience',
    says: () => 'The client IDs of the OpenID Connect provider lack sts.amazonaws.com.',
    settledBy: ['provider.audience'],
    otherwise: () => planned('Add sts.amazonaws.com to the provider.', 'add-audience'),
  },
  {
    row: 8,
    cause: 'thumbprint',
    pattern: /HTTPS certificate doesn't match configured thumbprint/i,
    title: 'The provider pins an old certificate',
    says: () => 'AWS has ignored thumbprints for GitHub since 2023; this provider is checked against one.',
    settledBy: [],
    otherwise: () =>
      page(
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html',
        'How AWS obtains the thumbprint',
      ),
  },
]
