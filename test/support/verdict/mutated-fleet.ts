import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { GithubRepository, GithubRun } from '../../../electron/sandbox/github/github-world'
import { startSandbox } from '../../../electron/sandbox/sandbox'
import type { World } from '../../../electron/sandbox/world'
import type { PanelClient } from '../../../electron/terminal/session'
import { type Chain, type Finding, LINKS } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import { scopeOf } from '../../../shared/domain/links/check-scope'
import { userOf } from '../sandbox-door'
import { openHouse } from '../sandbox-house'
import { type Mutation, plant } from './mutation'

/** A sandbox with one repository for each mutation, and a house that looks at it. */
export interface MutatedFleet {
  client: PanelClient
  world: World
  /** The folder of the house, to open another one on the same world. */
  home: string
  repositoryOf(mutation: Mutation): RepositoryName
  /** Dispatches the repositories' workflow, waits for all of the runs, and tells how each ended. */
  dispatch(mutations: readonly Mutation[]): Promise<string[]>
  close(): Promise<void>
}

const WORKFLOW = 'bedrock.yml'

export async function openMutatedFleet(mutations: readonly Mutation[]): Promise<MutatedFleet> {
  const home = await mkdtemp(join(tmpdir(), 'rolecall-verdict-'))
  const sandbox = await startSandbox({ home, pace: 0 })
  if (!sandbox.stage) throw new Error('The sandbox runs elsewhere.')
  const { world } = sandbox.stage
  const names = new Map(mutations.map((one, index) => [one, plant(world, one, index)]))
  sandbox.stage.changed()
  const house = await openHouse(home)
  const user = userOf(sandbox)
  const repositoryOf = (mutation: Mutation): RepositoryName => {
    const name = names.get(mutation)
    if (!name) throw new Error(`There is no repository for ${mutation.is}.`)
    return name
  }
  const standing = (mutation: Mutation): GithubRepository => {
    const found = world.github.repositories.find(
      (one) => `${one.owner}/${one.name}` === repositoryOf(mutation),
    )
    if (!found) throw new Error(`The world has no repository for ${mutation.is}.`)
    return found
  }
  const begin = async (mutation: Mutation): Promise<GithubRun | null> => {
    const { defaultBranch: ref, runs } = standing(mutation)
    const path = `/repos/${repositoryOf(mutation)}/actions/workflows/${WORKFLOW}/dispatches`
    const answer = await user.call(`POST ${path}`, { ref })
    if (!answer.ok) return null
    const { workflow_run_id } = (await answer.json()) as { workflow_run_id: number }
    return runs.find(({ id }) => id === workflow_run_id) ?? null
  }
  return {
    client: createRouterClient(house.router),
    world,
    home,
    repositoryOf,
    async dispatch(some) {
      const begun: (GithubRun | null)[] = []
      for (const mutation of some) begun.push(await begin(mutation))
      await sandbox.idle()
      return begun.map((run) => run?.conclusion ?? (run ? 'pending' : 'refused'))
    },
    async close() {
      await house.close()
      await sandbox.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** What a chain foretells of a run that is dispatched now. The run before is history, and other events do not matter. */
export function forecastOf(chain: Chain): 'succeeds' | 'fails' | 'unknown' {
  const findings = LINKS.filter((link) => link !== 'lastRun')
    .flatMap((link) => chain.links[link].findings)
    .filter(concernsDispatch)
  if (findings.some(({ breaks }) => breaks)) return 'fails'
  return findings.some(({ status }) => status === 'unknown') ? 'unknown' : 'succeeds'
}

function concernsDispatch(finding: Finding): boolean {
  return scopeOf(finding)?.events?.includes('workflow_dispatch') ?? true
}
