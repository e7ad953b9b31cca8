import type { AwsAccount } from '../../../electron/sandbox/aws/aws-world'
import type { GithubRepository } from '../../../electron/sandbox/github/github-world'
import { type CaseId, caseOf } from '../../../electron/sandbox/seed/cases'
import type { World } from '../../../electron/sandbox/world'
import type { StepKind } from '../../../shared/domain/finding'
import { RepositoryName } from '../../../shared/domain/ids'
import type { Setup } from '../../../shared/domain/setup'
import { killedIn } from './killed'
import type { Kept, Lane } from './lane'
import type { Work } from './works'

/** How the seeded roles of repositories are called. */
const SEEDED_ROLE = 'github-bedrock-'

/** What is driven under faults. */
export interface Scenario {
  name: string
  /** The seeded repository that it is of. */
  id: CaseId
  /** What stands otherwise than it was seeded. */
  staged?: (place: Place) => void
  /** What the user has stored otherwise than Rolecall would choose. */
  wants?: Partial<Setup>
  /** What was done before, undisturbed. */
  before?: Work[]
  /** What was killed then: in its mutating call of that index, which arrived. */
  interrupted?: { work: Work; at: number }
  work: Work
  /** Kinds of the steps that its plan has. */
  kinds: StepKind[]
}

/** The repository of a scenario, and the account of its role. */
export interface Place {
  world: World
  repository: GithubRepository
  account: AwsAccount
}

/** Brings a lane to where the scenario starts. */
export async function prepared(
  lane: Lane,
  { id, staged, wants, before = [], interrupted }: Scenario,
): Promise<{ repository: RepositoryName; kept: Kept }> {
  const repository = RepositoryName.parse(caseOf(id).repository)
  const world = structuredClone(lane.seeded)
  const place = alone(world, repository)
  staged?.(place)
  await lane.restore({ world, setups: {}, journal: {} }, 'anew')
  const { client, house } = await lane.process()
  if (wants) {
    const { current } = await client.setup.options({ repository })
    if (!current) throw new Error(`There is no setup of ${repository} to begin with.`)
    const setup = { ...current, ...wants }
    house.realm().settings.update((stored) => ({ ...stored, setups: { [repository]: setup } }))
  }
  for (const work of before) await work.through(client, repository)
  if (interrupted) {
    const { work, at } = interrupted
    await killedIn(await lane.process(), at, 'killed after success', (client) =>
      work.through(client, repository),
    )
  }
  return { repository, kept: await lane.keep() }
}

/* Nothing of the others is left: an account is read several times in each case. */
function alone(world: World, name: string): Place {
  const { github, aws } = world
  const found = github.repositories.find((one) => `${one.owner}/${one.name}` === name)
  if (!found) throw new Error(`The seeded world has no repository ${name}.`)
  github.repositories = [found]
  const own = `${SEEDED_ROLE}${found.name.toLowerCase()}`
  const accounts = Object.values(aws.accounts)
  for (const account of accounts)
    account.roles = account.roles.filter((role) => role.name === own || !role.name.startsWith(SEEDED_ROLE))
  const account = accounts.find(({ roles }) => roles.some((role) => role.name === own)) ?? accounts[0]
  if (!account) throw new Error('The seeded world has no account.')
  return { world, repository: found, account }
}
