import type { Candidate, ChoiceOptions } from '../../../shared/contract/fleet'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import {
  adjustChoice,
  type ChosenFleet,
  choosesByRule,
  type FleetChoice,
  type ListedByWay,
  type ListedRepository,
  NO_CHOICE,
  type OwnerLogin,
  searchQuery,
  selectFleet,
} from '../../../shared/domain/fleet-choice'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { GithubClient } from '../../clients/github-port'
import type { SettingsStore, StoredSettings } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'

export interface ChoosingParts {
  connections: ConnectionService
  settings: SettingsStore
  /** Until the user chooses, watch all that the identity can see: in the sandbox and at a terminal. */
  watchAll: boolean
}

/** Which repositories are watched: named ones, or a rule that is drawn anew at each reading of the fleet. */
export class Choosing {
  /** What is watched until the user chooses. */
  private visible: RepositoryName[] = []

  constructor(private readonly parts: ChoosingParts) {}

  watched(): RepositoryName[] {
    return this.parts.settings.read().fleet ?? this.visible
  }

  /** Null until the user has chosen. */
  choice(): FleetChoice | null {
    const { fleet, fleetChoice } = this.parts.settings.read()
    return fleetChoice ?? (fleet && { ...NO_CHOICE, repositories: fleet })
  }

  /** Keeps a choice that GitHub could answer; throws what keeps it from being drawn. */
  async set(choice: FleetChoice): Promise<void> {
    const { chosen } = await this.preview(choice)
    const fleet = chosen.map(({ repository }) => repository)
    this.parts.settings.update((stored) => ({ ...stored, fleet, fleetChoice: choice }))
  }

  /** What a choice comes to now. */
  async preview(choice: FleetChoice): Promise<ChosenFleet> {
    return selectFleet(choice, choosesByRule(choice) ? await this.list(choice) : [])
  }

  /** Adds by hand and takes out; what a rule brings in and is taken out stays out. */
  adjust(add: readonly RepositoryName[], remove: readonly RepositoryName[]): void {
    const gone = new Set(remove.map((name) => name.toLowerCase()))
    const changed = (stored: StoredSettings): StoredSettings => {
      const before = stored.fleet ?? this.visible
      const fleet = [...new Set([...before, ...add])].filter((name) => !gone.has(name.toLowerCase()))
      const fleetChoice = stored.fleetChoice && adjustChoice(stored.fleetChoice, add, remove)
      return { ...stored, fleet, fleetChoice }
    }
    this.parts.settings.update(changed)
  }

  /**
   * Draws the rule anew: what joined a chosen organization is watched, what left it is not. What GitHub cannot answer
   * now leaves the fleet as it is, and is given back; the rest of a reading goes on.
   */
  async renew(): Promise<Failure | null> {
    const { connections, settings, watchAll } = this.parts
    if (!connections.hasGithub()) return null
    const { fleet, fleetChoice } = settings.read()
    if (fleet === null) {
      if (watchAll) await this.watchAllUnlessChosen()
      return null
    }
    if (fleetChoice === null || !choosesByRule(fleetChoice)) return null
    try {
      const { chosen } = await this.preview(fleetChoice)
      const drawn = chosen.map(({ repository }) => repository)
      /* Somebody may have chosen otherwise meanwhile, in another door too. */
      settings.update((stored) =>
        isSame(stored.fleetChoice, fleetChoice) ? { ...stored, fleet: drawn } : stored,
      )
      return null
    } catch (error) {
      if (error instanceof ExpectedFailure) return error.failure
      throw error
    }
  }

  /** Watches every repository that the identity can see, unless the user has chosen. */
  async watchAllUnlessChosen(): Promise<void> {
    if (this.parts.settings.read().fleet !== null) return
    this.visible = (await this.github().repositories()).map(({ repository }) => repository)
  }

  /** All that the identity can see, to choose from by hand. */
  async candidates(): Promise<Candidate[]> {
    const chosen = new Set(this.watched())
    const seen = await this.github().repositories()
    return seen.map(({ topics, ...facts }) => ({ facts, topics, watched: chosen.has(facts.repository) }))
  }

  /** What there is to choose by. An organization that does not show its teams keeps nobody from the others. */
  async options(): Promise<ChoiceOptions> {
    const seen = await this.github().repositories()
    const organizations = [
      ...new Set(seen.flatMap(({ owner, ownerKind }) => (ownerKind === 'organization' ? owner : []))),
    ].sort()
    const listed = await Promise.all(organizations.map((each) => this.teamsOf(each)))
    const counts = new Map<string, number>()
    for (const topic of seen.flatMap(({ topics }) => topics)) counts.set(topic, (counts.get(topic) ?? 0) + 1)
    return {
      organizations,
      topics: [...counts]
        .map(([topic, repositories]) => ({ topic, repositories }))
        .sort((a, b) => b.repositories - a.repositories),
      teams: listed.flatMap((each) => each.teams),
      teamsFailure: listed.find(({ failure }) => failure !== null)?.failure ?? null,
    }
  }

  private async teamsOf(organization: OwnerLogin): Promise<{ teams: string[]; failure: Failure | null }> {
    try {
      return { teams: await this.github().teams(organization), failure: null }
    } catch (error) {
      if (error instanceof ExpectedFailure) return { teams: [], failure: error.failure }
      throw error
    }
  }

  private async list(choice: FleetChoice): Promise<ListedByWay[]> {
    const github = this.github()
    const { organizations, topics, teams } = choice
    let seen: Promise<ListedRepository[]> | null = null
    const visible = (): Promise<ListedRepository[]> => {
      seen ??= github.repositories()
      return seen
    }
    const lists: ListedByWay[] = []
    for (const each of organizations) {
      lists.push({ way: 'organization', repositories: await ofOwner(github, each, visible) })
    }
    if (topics.length > 0) {
      const wanted = new Set(topics)
      const repositories = (await visible()).filter((each) => each.topics.some((topic) => wanted.has(topic)))
      lists.push({ way: 'topic', repositories })
    }
    for (const each of teams) {
      lists.push({ way: 'team', repositories: await github.repositoriesOfTeam(each) })
    }
    const query = searchQuery(choice)
    if (query !== null) lists.push({ way: 'search', repositories: await github.searchRepositories(query) })
    return lists
  }

  private github(): GithubClient {
    return this.parts.connections.github()
  }
}

/* Only organizations have the list; of a user there is what the identity sees. */
async function ofOwner(
  github: GithubClient,
  owner: OwnerLogin,
  visible: () => Promise<ListedRepository[]>,
): Promise<ListedRepository[]> {
  try {
    return await github.repositoriesOf(owner)
  } catch (error) {
    if (!(error instanceof ExpectedFailure) || error.failure.reason !== 'not-found') throw error
    const own = (await visible()).filter((each) => each.owner.toLowerCase() === owner.toLowerCase())
    if (own.length === 0) throw error
    return own
  }
}

function isSame(a: FleetChoice | null, b: FleetChoice): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
