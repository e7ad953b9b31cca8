import type {
  GithubOwnerVariable,
  GithubRepository,
  GithubVariable,
  GithubWorld,
} from '../github/github-world'
import { findOwner } from '../github/repository-store'

/** The variables and secrets that one job sees, by upper-case name. */
export interface JobValues {
  variables: Record<string, string>
  secrets: Record<string, string>
}

/** What GitHub gives to a job: environment before repository before organization (field-notes §4). */
export function valuesFor(
  github: GithubWorld,
  repository: GithubRepository,
  environment: string | null,
): JobValues {
  const owner = findOwner(github, repository.owner)
  const named = repository.environments.find(({ name }) => name.toLowerCase() === environment?.toLowerCase())
  const reaches = (value: GithubOwnerVariable) => isVisible(value, repository)
  return {
    variables: layered(owner?.variables.filter(reaches), repository.variables, named?.variables),
    secrets: layered(owner?.secrets.filter(reaches), repository.secrets, named?.secrets),
  }
}

function isVisible(value: GithubOwnerVariable, repository: GithubRepository): boolean {
  if (value.visibility === 'all') return true
  if (value.visibility === 'private') return repository.visibility !== 'public'
  return value.selected.includes(repository.id)
}

/** Later layers win; GitHub compares names without case. */
function layered(...layers: (GithubVariable[] | undefined)[]): Record<string, string> {
  const values = layers.flatMap((layer) => layer ?? [])
  return Object.fromEntries(values.map(({ name, value }) => [name.toUpperCase(), value]))
}
