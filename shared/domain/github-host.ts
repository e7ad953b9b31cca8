import { GITHUB_ISSUER_HOST } from './trust-claims'

/** Where one GitHub is: its API, its pages, and who signs the tokens of its jobs. Addresses end without a slash. */
export interface GithubHost {
  /** `github.com`, `octo.ghe.com`, or the server’s name with its port. */
  host: string
  kind: 'github.com' | 'ghe.com' | 'server'
  apiUrl: string
  webUrl: string
}

/** What is written in a field, or why it names no GitHub. */
export type HostReading = { ok: true; host: GithubHost } | { ok: false; says: string }

const TENANT = /^(?:api\.)?([a-z0-9-]+\.ghe\.com)$/
const EXAMPLE = 'Write it like github.com, octo.ghe.com or https://github.example.com.'

/** github.com itself. */
export const GITHUB_COM: GithubHost = {
  host: 'github.com',
  kind: 'github.com',
  apiUrl: 'https://api.github.com',
  webUrl: 'https://github.com',
}

/** Reads what a person writes for a host: a name or an address. Plain http only for this machine itself. */
export function readHost(text: string): HostReading {
  const trimmed = text.trim()
  const address = trimmed.includes('://') ? trimmed : `https://${trimmed}`
  if (trimmed === '' || !URL.canParse(address)) return { ok: false, says: EXAMPLE }
  const url = new URL(address)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return { ok: false, says: `An address of GitHub has no user, question or hash. ${EXAMPLE}` }
  if (url.protocol === 'https:' || isLoopback(url)) return { ok: true, host: hostAt(url) }
  return { ok: false, says: 'A token is sent only by https. Write the address with https://.' }
}

/** The host behind the address of an API, such as `GITHUB_API_URL`. */
export function hostOfApi(apiUrl: string): GithubHost {
  return hostAt(new URL(apiUrl))
}

function hostAt(url: URL): GithubHost {
  const { hostname, origin, host } = url
  const path = url.pathname.replace(/\/+$/, '')
  if (['github.com', 'api.github.com', 'www.github.com'].includes(hostname)) return GITHUB_COM
  const tenant = TENANT.exec(hostname)?.[1]
  if (tenant) {
    const [apiUrl, webUrl] = [`https://api.${tenant}`, `https://${tenant}`]
    return { host: tenant, kind: 'ghe.com', apiUrl, webUrl }
  }
  /* Another path than a server's is a stand-in of github.com: the sandbox, or a proxy in front of it. */
  if (path !== '' && path !== '/api/v3')
    return { host: `${host}${path}`, kind: 'github.com', apiUrl: `${origin}${path}`, webUrl: origin }
  return { host, kind: 'server', apiUrl: `${origin}/api/v3`, webUrl: origin }
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

/** The issuer of a host’s job tokens, without scheme (GitHub Docs: OIDC on GHES, and on ghe.com). */
export function issuerHostOfGithub({ kind, host }: GithubHost): string {
  switch (kind) {
    case 'github.com':
      return GITHUB_ISSUER_HOST
    case 'ghe.com':
      return `token.actions.${host}`
    case 'server':
      return `${host}/_services/token`
  }
}

/**
 * The issuer of a repository’s job tokens, told by the address of its page: `ORIGIN/owner/name`. A page that lies
 * deeper is one of a stand-in of github.com.
 */
export function issuerHostOfPage(page: string): string {
  const { pathname, origin } = new URL(page)
  const depth = pathname.split('/').filter((part) => part !== '').length
  return depth > 2 ? GITHUB_ISSUER_HOST : issuerHostOfGithub(hostOfApi(origin))
}

/** The latest REST version of github.com and ghe.com; GHES refuses versions that it does not know (field-notes §4). */
export function apiVersionOf({ kind }: Pick<GithubHost, 'kind'>): string {
  return kind === 'server' ? '2022-11-28' : '2026-03-10'
}
