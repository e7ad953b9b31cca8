import type { GithubClient } from '../github-port'
import { asking } from './errors'
import type { Octokit } from './octokit'
import { orNull } from './settings'

type Calls = Pick<GithubClient, 'repositoriesOfVariable' | 'shareVariable' | 'unshareVariable'>

const SHARED_WITH = '/orgs/{org}/actions/variables/{name}/repositories'

/** Which repositories an organization's variable is shared with; its value is never touched. */
export function organizationVariableCalls(octokit: Octokit): Calls {
  const change =
    (method: 'PUT' | 'DELETE'): Calls['shareVariable'] =>
    (org, name, repository_id) =>
      asking(`change which repositories see the variable ${name} of ${org}`, async () => {
        await octokit.request(`${method} ${SHARED_WITH}/{repository_id}`, { org, name, repository_id })
      })
  return {
    repositoriesOfVariable: (org, name) =>
      asking(`read which repositories see the variable ${name} of ${org}`, () =>
        orNull(async () => {
          const found = await octokit.paginate(`GET ${SHARED_WITH}`, { org, name, per_page: 100 })
          return found.map(({ id }) => id)
        }),
      ),
    shareVariable: change('PUT'),
    unshareVariable: change('DELETE'),
  }
}
