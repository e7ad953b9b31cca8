import { afterAll, beforeAll } from 'vitest'
import { createGithubClient } from '../../electron/clients/github/github-client'
import type { Observed } from '../../electron/clients/github/observe'
import type { GithubClient } from '../../electron/clients/github-port'
import type { GithubRepository } from '../../electron/sandbox/github/github-world'
import { type OwnSandbox, startSandbox } from '../../electron/sandbox/sandbox'
import { RepositoryName } from '../../shared/domain/ids'
import type { RepositoryObservation } from '../../shared/domain/observation'
import { type RecordingFetch, recordingFetch } from './github-openapi'

/** The seeded world, for the tests of one file; `sandbox` is there once they run. */
export function seededWorld(): { readonly sandbox: OwnSandbox } {
  let sandbox: OwnSandbox | null = null
  beforeAll(async () => {
    sandbox = await startSandbox({ home: null })
  }, 60_000)
  afterAll(() => sandbox?.close())
  return {
    get sandbox() {
      if (sandbox === null) throw new Error('The sandbox has not started.')
      return sandbox
    },
  }
}

/** Our client on the sandbox with a record of every exchange; `token` is the administrator's unless given. */
export function watchedClient(
  { githubUrl, token: admin }: Pick<OwnSandbox, 'githubUrl' | 'token'>,
  token = admin,
): { client: GithubClient; record: RecordingFetch } {
  const record = recordingFetch(githubUrl)
  const client = createGithubClient({ baseUrl: githubUrl, token, fetch: record.fetch, spaced: false })
  return { client, record }
}

/** A repository of the sandbox, to be looked into or changed behind everybody's back. */
export function repositoryOf({ stage }: OwnSandbox, name: string): GithubRepository {
  const found = stage.world.github.repositories.find((each) => `${each.owner}/${each.name}` === name)
  if (!found) throw new Error(`The sandbox has no repository ${name}.`)
  return found
}

/** What an observation came to, by repository. */
export async function observeAll(client: GithubClient, names: string[]): Promise<Map<string, Observed>> {
  const found = new Map<string, Observed>()
  for await (const each of client.observe(names.map((name) => RepositoryName.parse(name)))) {
    found.set(each.repository, each)
  }
  return found
}

/** The observation of one repository, which must have been read. */
export async function observeOne(client: GithubClient, name: string): Promise<RepositoryObservation> {
  const observed = (await observeAll(client, [name])).get(name)
  if (!observed?.observation.known) throw new Error(`${name} could not be read.`)
  return observed.observation.value
}
