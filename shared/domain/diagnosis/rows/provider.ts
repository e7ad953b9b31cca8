import { planned } from '../../links/found'
import { enterpriseOf } from '../../token-issuer'
import { GITHUB_ISSUER_HOST } from '../../trust-claims'
import { type Family, type Probe, page, type Row, someoneElse, words } from '../row'
import type { Scene } from '../scene'
import { wrongAccount } from './refused-role'

const NO_PROVIDER = {
  texts: ['No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com'],
  pattern: words('No OpenIDConnect provider found in your account(?: for (?<issuer>https://[^\\s"\']+))?'),
  marks: ['No OpenIDConnect provider', 'provider found in your', 'found in your account for'],
}

/** The issuer is part of the text, so that it settles by itself. */
function otherIssuer({ premises }: Scene, issuer: string | undefined): Probe | null {
  if (issuer === undefined || !/^https:\/\/\w/.test(issuer)) return null
  const expected = premises?.account?.issuerHost ?? GITHUB_ISSUER_HOST
  // The log may cut it short.
  const host = issuer.replace(/^https:\/\//, '').replace(/[/.]+$/, '')
  if (host === expected || expected.startsWith(host)) return null
  const owner = premises?.observation.facts.owner ?? 'OWNER'
  const enterprise = enterpriseOf(host)
  return {
    confidence: 'likely',
    evidence: [
      {
        label: 'issuer',
        wanted: `https://${expected}`,
        found: issuer,
        source: 'the token of the job',
        line: null,
      },
    ],
    ...(enterprise !== null && {
      repair: someoneElse('whoever administers the enterprise', askIssuer(host, owner, enterprise)),
    }),
  }
}

function askIssuer(issuerHost: string, owner: string, enterprise: string): string {
  return `Whether it signs with https://${issuerHost}. If so, say it on the page Connections or by \`rolecall issuer ${owner} ${enterprise}\`, and plan the repair: the provider is created, and trusted.`
}

/** Rows 6–8 of field-notes §7: the account's provider. */
const PROVIDER_ROWS: readonly Row[] = [
  {
    ...NO_PROVIDER,
    row: 6,
    cause: 'other-issuer',
    title: 'The token comes from another issuer',
    says: () =>
      'A GitHub Enterprise Server, a tenant of ghe.com, or an enterprise with an issuer of its own signs with another URL than github.com; the account needs a provider for that one.',
    settledBy: [],
    onlySettled: true,
    probe: (scene, { issuer }) => otherIssuer(scene, issuer),
    otherwise: () =>
      someoneElse(
        'an administrator of the AWS account',
        'Create an OpenID Connect provider for that issuer, and trust it in the role.',
      ),
    toldBy: 'The URL in the text is not the issuer that Rolecall knows of for this owner.',
    mend: 'Of an enterprise: `rolecall issuer OWNER SLUG`, or the page Connections, tells Rolecall; a plan then creates the provider and trusts it. Of another server: an administrator creates a provider.',
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
    pattern: words("HTTPS certificate doesn't match configured thumb"),
    marks: ['HTTPS certificate', 'match configured thumb'],
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

export const FAMILIES: readonly Family[] = [{ stage: 'provider', rows: PROVIDER_ROWS }]
