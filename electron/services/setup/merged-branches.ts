import type { LeftBranches } from '../../../shared/contract/setup'
import type { RepositoryName } from '../../../shared/domain/ids'
import { readingOf } from '../../../shared/domain/reading'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'

export interface MergedBranchesParts {
  connections: ConnectionService
  fleet: FleetService
}

/**
 * Branches of our pull requests that somebody else merged: GitHub leaves them where a repository does not delete them
 * by itself. They are deleted on request only, and only while they stand as they were merged.
 */
export class MergedBranches {
  constructor(private readonly parts: MergedBranchesParts) {}

  /** Those that stand, in these repositories or in every watched one. */
  list(repositories: RepositoryName[] | null): Promise<LeftBranches[]> {
    return this.each(repositories, (name) => this.parts.connections.github().mergedBranches(name))
  }

  /** Deletes them, and tells what stands afterwards: a rule of the owners may keep one. */
  delete(repositories: RepositoryName[] | null): Promise<LeftBranches[]> {
    return this.each(repositories, async (name) => {
      const github = this.parts.connections.github()
      for (const { branch } of await github.mergedBranches(name))
        await github.deleteMergedBranch(name, branch)
      return github.mergedBranches(name)
    })
  }

  private async each(
    repositories: RepositoryName[] | null,
    read: (name: RepositoryName) => Promise<LeftBranches['branches']>,
  ): Promise<LeftBranches[]> {
    const told: LeftBranches[] = []
    for (const repository of new Set(repositories ?? this.parts.fleet.watched())) {
      const found = await readingOf(() => read(repository))
      if (!found.known) told.push({ repository, branches: [], failure: found.failure })
      else if (found.value.length > 0 || repositories !== null)
        told.push({ repository, branches: found.value, failure: null })
    }
    return told
  }
}
