import { z } from 'zod'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { type ListedRepository, TeamName } from '../../../shared/domain/fleet-choice'
import type { GithubClient } from '../github-port'
import { asking } from './errors'
import { factsFromRest, RestRepository } from './from-rest'
import type { Octokit } from './octokit'

type ListingCalls = Pick<
  GithubClient,
  'repositories' | 'repositoriesOf' | 'repositoriesOfTeam' | 'teams' | 'searchRepositories'
>

/** The most that GitHub's search gives, on however many pages (REST docs, “Search”). */
const MOST_FOUND = 1_000
const PAGE = 100

/** What repositories there are, by every way that a fleet may be chosen. */
export function listingCalls(octokit: Octokit): ListingCalls {
  return {
    repositories: () =>
      asking('list the repositories', async () =>
        listed(await octokit.paginate('GET /user/repos', { per_page: PAGE, sort: 'full_name' })),
      ),
    repositoriesOf: (org) =>
      asking(`list the repositories of ${org}`, async () =>
        listed(await octokit.paginate('GET /orgs/{org}/repos', { org, per_page: PAGE, sort: 'full_name' })),
      ),
    repositoriesOfTeam: (team) => {
      const [org = '', team_slug = ''] = team.split('/')
      return asking(`list the repositories of the team ${team}`, async () =>
        listed(
          await octokit.paginate('GET /orgs/{org}/teams/{team_slug}/repos', {
            org,
            team_slug,
            per_page: PAGE,
          }),
        ),
      )
    },
    teams: (org) =>
      asking(`list the teams of ${org}`, async () => {
        const found = await octokit.paginate('GET /orgs/{org}/teams', { org, per_page: PAGE })
        return found.flatMap(({ slug }) => TeamName.safeParse(`${org}/${slug}`).data ?? [])
      }),
    searchRepositories: (query) => asking('search for repositories', () => search(octokit, query)),
  }
}

async function search(octokit: Octokit, q: string): Promise<ListedRepository[]> {
  const found: ListedRepository[] = []
  for (let page = 1; ; page += 1) {
    const { data } = await octokit.request('GET /search/repositories', { q, per_page: PAGE, page })
    if (data.incomplete_results) throw unfinished()
    if (data.total_count > MOST_FOUND) throw tooMany(data.total_count)
    found.push(...listed(data.items))
    if (data.items.length === 0 || page * PAGE >= data.total_count) return found
  }
}

function unfinished(): ExpectedFailure {
  const says = 'GitHub’s search ran out of time before it had found everything. Narrow it, or try again.'
  return new ExpectedFailure(failure('upstream', says))
}

/* Which thousand of many would change from reading to reading: repositories would come and go. */
function tooMany(count: number): ExpectedFailure {
  const says = `The search finds ${count} repositories, and GitHub gives 1,000 at most. Narrow it, by org: or topic: for example.`
  return new ExpectedFailure(failure('invalid', says, { kind: 'correct-input', field: 'search' }))
}

const WithTopics = RestRepository.extend({ topics: z.array(z.string()).optional() })

function listed(found: unknown): ListedRepository[] {
  return z
    .array(WithTopics)
    .parse(found)
    .map((one) => ({ ...factsFromRest(one), topics: one.topics ?? [] }))
}
