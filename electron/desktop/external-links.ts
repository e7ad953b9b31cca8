import { AWS_CONSOLES } from '../../shared/domain/aws-console'

const CONSOLES = Object.values(AWS_CONSOLES)
/* Where the panel’s own sentences lead, besides the GitHubs that are connected. */
const HOSTS = new Set(['github.com', 'docs.aws.amazon.com', ...CONSOLES])
const PARENT_DOMAINS = [...CONSOLES.map((host) => `.${host}`), '.awsapps.com', '.awsapps.cn', '.app.aws']
/* Where IAM Identity Center takes the code of a device. */
const SIGN_IN = /^device\.sso\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/

/**
 * The address to hand to the system browser, or null when it may not be opened. Only pages that Rolecall links to:
 * a page's content must not be able to start other programs (`file:`, `ms-…:`) or to reach look-alike hosts.
 * `githubOrigins` is where each connected GitHub shows its pages, which may be a server of the company's own.
 */
export function externalLink(address: string, githubOrigins: readonly string[]): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, origin, port, username, password, href } = new URL(address)
  if (username !== '' || password !== '') return null
  if (githubOrigins.includes(origin)) return href
  if (protocol !== 'https:' || port !== '') return null
  const known =
    HOSTS.has(hostname) ||
    SIGN_IN.test(hostname) ||
    PARENT_DOMAINS.some((domain) => hostname.endsWith(domain))
  return known ? href : null
}
