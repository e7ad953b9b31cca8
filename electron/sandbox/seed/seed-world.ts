import type { GithubOwner, GithubRepository, GithubTeam, GithubWorld } from '../github/github-world'
import type { World } from '../world'
import { seedAws } from './accounts'
import { BLUEPRINTS } from './blueprints'
import { CASES, type CaseId } from './cases'
import { type Random, seededRandom } from './random'
import { seedRepository } from './seed-repository'

export interface SeedWish {
  /** How many repositories in all; at least one for each case. */
  repos?: number
  seed: number
  /** Milliseconds since the epoch; the world's accounts are a little older. */
  now: number
}

/** Token of `sandbox-admin`, who may do everything. */
export const ADMIN_TOKEN = 'ghp_sandboxAdmin000000000000000000000000'
/** Token of `sandbox-reader`, who sees organizations and nothing private. */
export const READER_TOKEN = 'ghp_sandboxReader00000000000000000000000'

const FIRST_ID = 901_000_001

/** A repository and the case that it plays. */
export interface Role {
  repository: GithubRepository
  caseId: CaseId
}

/** Makes a world: the same one for the same seed. Its runs are made by `playHistory`. */
export function seedWorld(wish: SeedWish): World {
  return castWorld(wish).world
}

export interface CastWorld {
  world: World
  cast: Role[]
}

/** Makes a world and tells which case each of its repositories plays. */
export function castWorld({ repos = CASES.length, seed, now }: SeedWish): CastWorld {
  const random = seededRandom(seed)
  const github = seedGithub(random)
  const aws = seedAws(new Date(now - 400 * 24 * 60 * 60 * 1000).toISOString())
  const world: World = { version: 1, seed, aws, github }
  const cast = [...CASES, ...fillers(repos - CASES.length, random)].map(({ id, repository }) => ({
    caseId: id,
    repository: seedRepository(world, repository, BLUEPRINTS[id], random),
  }))
  github.teams = seedTeams(github)
  return { world, cast }
}

/** Who works on what: teams that a fleet may be chosen by. */
function seedTeams({ repositories, owners }: GithubWorld): GithubTeam[] {
  return TEAMS.map(({ organization, name, works }) => ({
    organization,
    name,
    slug: name.toLowerCase(),
    id: (owners.find(({ login }) => login === organization)?.id ?? 0) + 7,
    repositories: repositories
      .filter((each) => each.owner === organization && works.includes(each.name))
      .map(({ id }) => id),
  }))
}

const TEAMS = [
  { organization: 'acme', name: 'Platform', works: ['web', 'api', 'deploy', 'router', 'archive'] },
  { organization: 'globex', name: 'Research', works: ['pilot', 'assistant', 'implementer'] },
]

function seedGithub(random: Random): GithubWorld {
  const first = random.integer(10_000_000, 90_000_000)
  const owner = (login: string, kind: GithubOwner['kind'], offset: number): GithubOwner => ({
    login,
    id: first + offset,
    kind,
    variables: [],
    secrets: [],
    claimKeys: [],
  })
  return {
    owners: [
      owner('acme', 'Organization', 0),
      owner('globex', 'Organization', 1_117),
      owner('sandbox-admin', 'User', 2_531),
      owner('sandbox-reader', 'User', 4_003),
    ],
    repositories: [],
    tokens: {
      [ADMIN_TOKEN]: { login: 'sandbox-admin', scopes: ['repo', 'workflow', 'admin:org'], permissions: {} },
      [READER_TOKEN]: { login: 'sandbox-reader', scopes: ['read:org'], permissions: {} },
    },
    nextId: FIRST_ID,
  }
}

/** What larger worlds are filled with: mostly healthy, every common failure among them. */
const FILLERS: readonly [CaseId, ...CaseId[]] = [
  'healthy-classic',
  'healthy-classic',
  'healthy-classic',
  'healthy-immutable',
  'healthy-immutable',
  'healthy-immutable',
  'classic-trust-on-new',
  'environment-subject',
  'no-id-token',
  'variable-in-environment',
  'wrong-profile',
  'no-destinations',
  'static-keys',
  'nothing',
]

const THEMES: readonly [string, ...string[]] = [
  'billing',
  'catalog',
  'checkout',
  'docs',
  'fraud',
  'ledger',
  'mobile',
  'search',
  'tickets',
]

function fillers(count: number, random: Random): { id: CaseId; repository: string }[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const owner = random.pick(['acme', 'globex'])
    const name = `${random.pick(THEMES)}-${String(index + 1).padStart(4, '0')}`
    return { id: random.pick(FILLERS), repository: `${owner}/${name}` }
  })
}
