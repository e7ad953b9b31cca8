import { planned } from '../../links/found'
import { GITHUB_ISSUER_HOST } from '../../trust-claims'
import { type Probe, page, type Row, someoneElse, words } from '../row'
import { wrongAccount } from './refused-role'

const NO_PROVIDER = {
  texts: ['No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com'],
  pattern: words('No OpenIDConnect provider found in your account(?: for (?<issuer>https://[^\\s"\']+))?'),
  marks: ['No OpenIDConnect provider', 'provider found in your', 'found in your account for'],
}

/** The issuer is part of the text, so that it settles by itself. */
function otherIssuer(issuer: string | undefined): Probe | null {
  if (issuer === undefined || !/^https:\/\/\w/.test(issuer)) return null
  // The log may cut it short.
  const host = issuer.replace(/^https:\/\//, '').replace(/[/.]+$/, '')
  if (host === GITHUB_ISSUER_HOST || GITHUB_ISSUER_HOST.startsWith(host)) return null
  const wanted = `https://${GITHUB_ISSUER_HOST}`
  return {
    confidence: 'likely',
    evidence: [{ label: 'issuer', wanted, found: issuer, source: 'the token of the job', line: null }],
  }
}

/** Rows 6–8 of field-notes §7: the account's provider. */
export const PROVIDER_ROWS: readonly Row[] = [
  {
    ...NO_PROVIDER,
    row: 6,
    cause: 'other-issuer',
    title: 'The token comes from another issuer',
    says: () =>
      'A GitHub Enterprise Server, a tenant of ghe.com, or an enterprise with an issuer of its own signs with another URL than github.com; the account needs a provider for that one.',
    settledBy: [],
    onlySettled: true,
    probe: (_, { issuer }) => otherIssuer(issuer),
    otherwise: () =>
      someoneElse(
        'an administrator of the AWS account',
        'Create an OpenID Connect provider for that issuer, and trust it in the role.',
      ),
    toldBy: 'The URL in the text is not that of github.com.',
    mend: 'An administrator creates a provider for that issuer.',
  },
  wrongAccount(NO_PROVIDER),
  {
    ...NO_PROVIDER,
    row: 6,
    cause: 'no-provider',
    title: 'The account does not know GitHub',
    says: ({ issuer }) =>
      `The account that the role ARN names has no OpenID Connect provider for ${issuer ?? `https://${GITHUB_ISSUER_HOST}`}.`,
    settledBy: ['provider.missing'],
    otherwise: () =>
      planned('Create the provider, or correct the account in the role ARN.', 'create-provider'),
    toldBy: 'The providers of the account in the role’s ARN are read.',
    mend: 'A plan creates the provider.',
  },
  {
    row: 7,
    cause: 'provider-audience',
    title: 'The provider does not accept the token’s audience',
    texts: ['Could not assume role with OIDC: Incorrect token audience'],
    pattern: words('Incorrect token audience'),
    marks: ['Incorrect t', 'token audience'],
    says: () => 'The client IDs of the OpenID Connect provider lack sts.amazonaws.com.',
    settledBy: ['provider.audience'],
    otherwise: () => planned('Add sts.amazonaws.com to the provider.', 'add-audience'),
    toldBy: 'The client IDs of the provider are read.',
    mend: 'A plan adds the audience.',
  },
  {
    row: 8,
    cause: 'thumbprint',
    title: 'The provider pins an old certificate',
    texts: ["OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"],
    pattern: words("HTTPS certificate doesn't match configured thumbprint"),
    marks: ['HTTPS certificate', 'match configured thumbprint'],
    says: () => 'AWS has ignored thumbprints for GitHub since 2023; this provider is checked against one.',
    settledBy: [],
    otherwise: () =>
      page(
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html',
        'How AWS obtains the thumbprint',
      ),
    toldBy: 'The text alone.',
    mend: 'A page of AWS tells how the thumbprint is obtained. Historic for github.com; a server with its own certificate still meets it.',
  },
]
