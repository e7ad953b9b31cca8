import type { AwsAccount, AwsRole } from '../../../electron/sandbox/aws/aws-world'
import { commitFiles, fileAt } from '../../../electron/sandbox/github/git-store'
import type { GithubRepository } from '../../../electron/sandbox/github/github-world'
import { registerWorkflows } from '../../../electron/sandbox/github/repository-store'
import { type Blueprint, HEALTHY } from '../../../electron/sandbox/seed/blueprint'
import { seededRandom } from '../../../electron/sandbox/seed/random'
import { seedRepository } from '../../../electron/sandbox/seed/seed-repository'
import type { SeedFile, WorkflowWish } from '../../../electron/sandbox/seed/workflow-texts'
import type { World } from '../../../electron/sandbox/world'
import type { LinkName, Status } from '../../../shared/domain/finding'
import { RepositoryName } from '../../../shared/domain/ids'

/** A repository and its role as they stand in the sandbox's world, to be changed. */
export interface Place {
  world: World
  repository: GithubRepository
  role: AwsRole
  account: AwsAccount
}

export type Change = (place: Place) => void

/** How a dispatched run ends; `refused` where GitHub does not take the dispatch. */
export type RunEnd = 'success' | 'failure' | 'startup_failure' | 'refused'

/** One change of a healthy repository, and what AWS's and GitHub's documents say of it. */
export interface Mutation {
  is: string
  /** How it differs from the healthy blueprint when it is seeded. */
  blueprint: Partial<Blueprint>
  change: Change
  /** The link that tells, with its status; null where every link holds. */
  tells: { link: LinkName; status: Exclude<Status, 'ok'> } | null
  run: RunEnd
}

type Spelled = (is: string, change?: Change, blueprint?: Partial<Blueprint>) => Mutation

const unchanged: Change = () => {}

/** A change after which every link holds and a run succeeds. */
export const works: Spelled = (is, change = unchanged, blueprint = {}) => ({
  is,
  change,
  blueprint,
  tells: null,
  run: 'success',
})

/** Changes that one link tells. */
export function told(link: LinkName, status: Exclude<Status, 'ok'>, run: RunEnd = 'failure'): Spelled {
  return (is, change = unchanged, blueprint = {}) => ({ is, change, blueprint, tells: { link, status }, run })
}

/** Where the workflow of every repository stands. */
export const WORKFLOW = '.github/workflows/bedrock.yml'

export const EARLY = '2026-01-01T00:00:00Z'

/** Seeds one repository for a mutation, changes it, and returns its name. */
export function plant(world: World, { blueprint, change }: Mutation, index: number): RepositoryName {
  const name = `Mutant-${String(index + 1).padStart(3, '0')}`
  const planned = { ...HEALTHY, lastRun: null, ...blueprint }
  const workflow = (wish: WorkflowWish) => (planned.workflow?.(wish) ?? []).map(impatient)
  const repository = seedRepository(world, `acme/${name}`, { ...planned, workflow }, seededRandom(index))
  for (const account of Object.values(world.aws.accounts)) {
    const role = account.roles.find((one) => one.name === `github-bedrock-${name.toLowerCase()}`)
    if (role) change({ world, repository, role, account })
  }
  return RepositoryName.parse(`acme/${name}`)
}

/** Every workflow has the same path. The action asks STS twelve times before it gives up; once is enough to know. */
function impatient({ path, text }: SeedFile): SeedFile {
  const named = path.startsWith('.github/workflows/') ? WORKFLOW : path
  return { path: named, text: text.replace(/^( +)aws-region: /m, '$1retry-max-attempts: 1\n$1aws-region: ') }
}

/** Rewrites the workflow file on the default branch. */
export function edited(change: (text: string, place: Place) => string): Change {
  return (place) => {
    const { git, defaultBranch } = place.repository
    const before = fileAt(git, defaultBranch, WORKFLOW) ?? ''
    const text = change(before, place)
    if (text === before) throw new Error('The mutation changes nothing of the workflow.')
    committed({ [WORKFLOW]: text })(place)
  }
}

/** Commits files to the default branch; null removes one. */
export function committed(files: Record<string, string | null>): Change {
  return ({ world, repository }) => {
    const writes = Object.entries(files).map(([path, text]) => ({ path, text }))
    const note = { message: 'Change', author: 'sandbox-admin', date: EARLY }
    commitFiles(repository.git, repository.defaultBranch, writes, note)
    registerWorkflows(world.github, repository, EARLY)
  }
}

/** Sets variables of the repository; null removes one. */
export function variables(values: (place: Place) => Record<string, string | null>): Change {
  return (place) => {
    const { repository } = place
    for (const [name, value] of Object.entries(values(place))) {
      repository.variables = repository.variables.filter((one) => one.name !== name)
      if (value !== null) repository.variables.push({ name, value, createdAt: EARLY, updatedAt: EARLY })
    }
  }
}

/** One change after the other. */
export function both(first: Change, second: Change): Change {
  return (place) => {
    first(place)
    second(place)
  }
}

/** An expression as a workflow writes it. */
export function expression(path: string): string {
  return `\${{ ${path} }}`
}
