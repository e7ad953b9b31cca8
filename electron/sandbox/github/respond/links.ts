import type { GithubRepository } from '../github-world'
import type { Edition } from '../request/context'

/** Builds every address that a response carries. */
export interface Links {
  /** Base of the API. */
  api: string
  /** Base of the pages that people open. */
  web: string
  /** API address of a repository, or of something in it. */
  repo(repository: GithubRepository, path?: string): string
  /** Page of a repository, or of something in it. */
  page(repository: GithubRepository, path?: string): string
  user(login: string, path?: string): string
}

/** Where `githubRoutes` is mounted. */
export const MOUNT = '/github'

/** The addresses as seen by whoever asked at this origin; a server’s pages are at its root. */
export function linksFor(origin: string, edition: Edition): Links {
  const api = edition === 'server' ? `${origin}/api/v3` : `${origin}${MOUNT}`
  const web = edition === 'server' ? origin : `${api}/web`
  return {
    api,
    web,
    repo: (repository, path = '') => `${api}/repos/${repository.owner}/${repository.name}${path}`,
    page: (repository, path = '') => `${web}/${repository.owner}/${repository.name}${path}`,
    user: (login, path = '') => `${api}/users/${login}${path}`,
  }
}
