import type { RepositoryName } from '../../../shared/domain/ids'
import { lastChangeOf } from '../../../shared/domain/last-change'
import type { JournalStore } from '../../storage/journal-store'

interface SeenApplication {
  mark: string
  repository: RepositoryName
  changedAt: number | null
}

/**
 * When Rolecall last changed each repository, as the journal tells: read whole once, and then only what was written
 * since, by whichever door.
 */
export class LastChanges {
  private readonly seen = new Map<string, SeenApplication>()
  private latest = new Map<RepositoryName, number>()
  private turn: Promise<RepositoryName[]> = Promise.resolve([])

  constructor(private readonly journal: Pick<JournalStore, 'marks' | 'get'>) {}

  /** Milliseconds since the epoch; null where Rolecall changed nothing that a run meets. */
  of(repository: RepositoryName): number | null {
    return this.latest.get(repository) ?? null
  }

  /**
   * Reads what was written since, only about these repositories unless null is asked; resolves with those of which
   * another time holds now.
   */
  refresh(only: readonly RepositoryName[] | null = null): Promise<RepositoryName[]> {
    this.turn = this.turn.catch(() => []).then(() => this.read(only === null ? null : new Set(only)))
    return this.turn
  }

  private async read(only: ReadonlySet<RepositoryName> | null): Promise<RepositoryName[]> {
    const isAsked = (id: string): boolean => {
      const repository = this.seen.get(id)?.repository
      return only === null || repository === undefined || only.has(repository)
    }
    const marks = await this.journal.marks(isAsked)
    for (const id of this.seen.keys()) if (isAsked(id) && !marks.has(id)) this.seen.delete(id)
    const written = [...marks].filter(([id, mark]) => this.seen.get(id)?.mark !== mark)
    await Promise.all(written.map(([id, mark]) => this.readOne(id, mark)))
    const before = this.latest
    this.latest = latestOf(this.seen.values())
    const known = new Set([...before.keys(), ...this.latest.keys()])
    return [...known].filter((repository) => before.get(repository) !== this.latest.get(repository))
  }

  private async readOne(id: string, mark: string): Promise<void> {
    const application = await this.journal.get(id)
    if (application === null) this.seen.delete(id)
    else {
      const { repository } = application
      this.seen.set(id, { mark, repository, changedAt: lastChangeOf(application) })
    }
  }
}

function latestOf(applications: Iterable<SeenApplication>): Map<RepositoryName, number> {
  const latest = new Map<RepositoryName, number>()
  for (const { repository, changedAt } of applications) {
    if (changedAt !== null) latest.set(repository, Math.max(changedAt, latest.get(repository) ?? changedAt))
  }
  return latest
}
