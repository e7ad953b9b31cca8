import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import type { Probe, TokenFacts } from '../../../shared/domain/github-preflight'
import { RepositoryName } from '../../../shared/domain/ids'
import { readExpiration } from '../../../shared/domain/token-expiry'
import type { TokenReport } from '../github-port'
import { rateLimitOf } from './errors'
import type { Octokit } from './octokit'

/** More organizations than this are not asked one by one. */
const MOST_ORGANIZATIONS = 10

const Seen = z.array(
  z.object({
    full_name: RepositoryName,
    archived: z.boolean(),
    default_branch: z.string().nullish(),
    owner: z.object({ login: z.string(), type: z.string() }),
    permissions: z.object({ push: z.boolean(), admin: z.boolean() }).partial().optional(),
  }),
)
type Seen = z.infer<typeof Seen>[number]

type Headers = Readonly<Record<string, string | number | undefined>>
type Sso = TokenReport['sso'][number]

/* Each reads one entry of something that Rolecall reads anyway; the permission is the one that a page of it asks for. */
const OF_REPOSITORY: readonly (readonly [string, string])[] = [
  ['metadata', 'GET /repos/{owner}/{repo}'],
  ['contents', 'GET /repos/{owner}/{repo}/branches/{branch}'],
  ['actions', 'GET /repos/{owner}/{repo}/actions/runs'],
  ['actions_variables', 'GET /repos/{owner}/{repo}/actions/variables'],
  ['secrets', 'GET /repos/{owner}/{repo}/actions/secrets'],
  ['environments', 'GET /repos/{owner}/{repo}/environments/{environment}/variables'],
  ['pull_requests', 'GET /repos/{owner}/{repo}/pulls'],
  ['administration', 'GET /repos/{owner}/{repo}/actions/permissions'],
]
const OF_ORGANIZATION: readonly (readonly [string, string])[] = [
  ['organization_administration', 'GET /orgs/{org}/actions/oidc/customization/sub'],
  ['organization_actions_variables', 'GET /orgs/{org}/actions/variables'],
  ['members', 'GET /orgs/{org}/teams'],
]

/** What a token shows of itself by harmless GETs: scopes, permissions, and organizations that want single sign-on. */
export async function readTokenReport(
  octokit: Octokit,
  watched: readonly RepositoryName[],
  webUrl: string,
): Promise<TokenReport> {
  const { data, headers } = await octokit.request('GET /user/repos', { per_page: 100, sort: 'pushed' })
  const seen = Seen.parse(data)
  const repository = repositoryToTry(seen, watched)
  const organizations = organizationsOf(seen, watched).slice(0, MOST_ORGANIZATIONS)
  const hidden = await hiddenOrganizations(octokit, headers, webUrl)
  const asker = new Asker(octokit)
  const [ofRepository, ...ofOrganizations] = await Promise.all([
    repository ? asker.repository(repository) : [],
    ...organizations.map((org) => asker.organization(org)),
  ])
  return {
    scopes: scopesIn(headers),
    expiresAt: readExpiration(headers['github-authentication-token-expiration']),
    probes: [...ofRepository, ...ofOrganizations.flat()],
    role: repository ? roleIn(repository) : null,
    tried: asker.tried,
    sso: unique([...asker.sso, ...hidden]),
  }
}

/** One that is watched, else one where the user may the most: what lacks there lacks everywhere. */
function repositoryToTry(seen: readonly Seen[], watched: readonly RepositoryName[]): Seen | null {
  const open = seen.filter(({ archived }) => !archived)
  const names = new Set(watched)
  return (
    open.find(({ full_name }) => names.has(full_name)) ??
    open.find(({ permissions }) => permissions?.admin) ??
    open[0] ??
    null
  )
}

function organizationsOf(seen: readonly Seen[], watched: readonly RepositoryName[]): string[] {
  const people = new Set(seen.filter(({ owner }) => owner.type === 'User').map(({ owner }) => owner.login))
  const owners = [
    ...watched.map((name) => name.split('/')[0] ?? ''),
    ...seen.filter(({ owner }) => owner.type === 'Organization').map(({ owner }) => owner.login),
  ]
  return [...new Set(owners)].filter((owner) => !people.has(owner))
}

function roleIn({ full_name, permissions }: Seen): TokenFacts['role'] {
  if (!permissions) return null
  const { push = false, admin = false } = permissions
  return { repository: full_name, write: push || admin, admin }
}

/** A header that is there and empty is a classic token without a scope. */
function scopesIn(headers: Headers): string[] | null {
  const held = headers['x-oauth-scopes']
  if (held === undefined) return null
  return String(held)
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '')
}

/** A list leaves out what is behind single sign-on, and names the organizations by their IDs alone. */
async function hiddenOrganizations(octokit: Octokit, headers: Headers, webUrl: string): Promise<Sso[]> {
  const ids = /partial-results; organizations=([\d,]+)/.exec(String(headers['x-github-sso'] ?? ''))?.[1]
  if (!ids) return []
  const hidden = new Set(ids.split(',').map(Number))
  try {
    const { data } = await octokit.request('GET /user/orgs', { per_page: 100 })
    return data
      .filter(({ id }) => hidden.has(id))
      .map(({ login }) => ({ organization: login, url: `${webUrl}/orgs/${login}/sso` }))
  } catch (error) {
    if (error instanceof RequestError && [403, 404].includes(error.status)) return []
    throw error
  }
}

/** Asks, and keeps what was asked and which organizations want single sign-on. */
class Asker {
  readonly tried: string[] = []
  readonly sso: Sso[] = []

  constructor(private readonly octokit: Octokit) {}

  async repository({ full_name, default_branch, owner }: Seen): Promise<Probe[]> {
    const at = { owner: owner.login, repo: full_name.slice(owner.login.length + 1) }
    const environment = await this.firstEnvironment(at)
    const asked = OF_REPOSITORY.filter(
      ([permission]) =>
        (permission !== 'environments' || environment !== null) &&
        (permission !== 'contents' || default_branch),
    )
    const more = { ...at, branch: default_branch, environment, per_page: 1 }
    return Promise.all(
      asked.map(([permission, route]) => this.ask(permission, route, more, full_name, owner.login)),
    )
  }

  organization(org: string): Promise<Probe[]> {
    return Promise.all(
      OF_ORGANIZATION.map(([permission, route]) =>
        this.ask(permission, route, { org, per_page: 1 }, org, org),
      ),
    )
  }

  private async firstEnvironment(at: { owner: string; repo: string }): Promise<string | null> {
    try {
      const { data } = await this.octokit.request('GET /repos/{owner}/{repo}/environments', {
        ...at,
        per_page: 1,
      })
      return data.environments?.[0]?.name ?? null
    } catch (error) {
      if (error instanceof RequestError && [403, 404].includes(error.status)) return null
      throw error
    }
  }

  private async ask(
    permission: string,
    route: string,
    parameters: Record<string, unknown>,
    where: string,
    organization: string,
  ): Promise<Probe> {
    this.tried.push(route.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole)))
    const told = (verdict: Probe['verdict'], accepted: string | null = null): Probe => ({
      permission,
      verdict,
      accepted,
      where,
    })
    try {
      await this.octokit.request(route, parameters)
      return told('allowed')
    } catch (error) {
      /* A limit says nothing of rights, and neither does what is not there: an organization without the feature. */
      if (!(error instanceof RequestError) || error.status !== 403 || rateLimitOf(error)) {
        if (error instanceof RequestError && error.status === 404) return told('unknown')
        throw error
      }
      const { headers = {} } = error.response ?? {}
      const url = /url=([^\s;]+)/.exec(String(headers['x-github-sso'] ?? ''))?.[1]
      if (url) {
        this.sso.push({ organization, url })
        return told('unknown')
      }
      return told('refused', String(headers['x-accepted-github-permissions'] ?? '') || null)
    }
  }
}

function unique(all: readonly Sso[]): Sso[] {
  return [...new Map(all.map((each) => [each.organization, each])).values()]
}
