import type { Hono } from 'hono'
import type { GithubRepository } from '../github-world'
import type { GithubContext, GithubEnv } from '../request/context'
import { invalid } from '../request/fault'
import { page } from '../request/pagination'
import { sees } from '../request/permission'
import { repositoryBody } from '../respond/repository'

/** The most that a search gives, on however many pages (REST docs, “Search”). */
const MOST_RESULTS = 1_000

/** Search for repositories: words of the name, and the qualifiers `org user topic archived fork is in`. */
export function searchRoutes(app: Hono<GithubEnv>): void {
  app.get('/search/repositories', (c) => {
    const scene = c.get('scene')
    const query = c.req.query('q') ?? ''
    if (query.trim() === '') throw refused('missing')
    refuseBeyondTheMost(c)
    const asked = query.trim().split(/\s+/).map(criterionOf)
    const wanted = asked.some(({ forks }) => forks) ? asked : [...asked, NO_FORKS]
    const found = scene.github.repositories.filter(
      (each) => sees(scene.caller, each) && wanted.every(({ holds }) => holds(each)),
    )
    return c.json({
      total_count: found.length,
      incomplete_results: false,
      items: page(c, found.slice(0, MOST_RESULTS)).map((each) => ({
        ...repositoryBody(scene, each),
        /* The description asks for it here in both versions. */
        has_downloads: true,
        master_branch: each.defaultBranch,
        score: 1,
      })),
    })
  })
}

interface Criterion {
  /** Whether it says itself what becomes of forks; GitHub leaves them out otherwise. */
  forks?: boolean
  holds(repository: GithubRepository): boolean
}

const NO_FORKS: Criterion = { holds: ({ fork }) => !fork }

function criterionOf(word: string): Criterion {
  const [, qualifier, value = ''] = /^([a-z]+):(.+)$/i.exec(word) ?? []
  switch (qualifier?.toLowerCase()) {
    case undefined:
      return { holds: ({ name }) => name.toLowerCase().includes(word.toLowerCase()) }
    case 'org':
    case 'user':
      return { holds: ({ owner }) => owner.toLowerCase() === value.toLowerCase() }
    case 'topic':
      return { holds: ({ topics }) => topics.includes(value.toLowerCase()) }
    case 'archived':
      return { holds: ({ archived }) => archived === (value === 'true') }
    case 'fork':
      return { forks: true, holds: ({ fork }) => fork || value === 'true' }
    case 'is':
      return { holds: ({ visibility }) => visibility === value }
    case 'in':
      return { holds: () => true }
    default:
      throw refused('invalid')
  }
}

function refuseBeyondTheMost(c: GithubContext): void {
  const before = (Number(c.req.query('page') ?? 1) - 1) * Number(c.req.query('per_page') ?? 30)
  if (before >= MOST_RESULTS) throw invalid('Only the first 1000 search results are available')
}

function refused(code: 'missing' | 'invalid') {
  return invalid('Validation Failed', { resource: 'Search', field: 'q', code })
}
