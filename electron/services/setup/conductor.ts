import type { ApplyEvent } from '../../../shared/contract/setup'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import { Channel } from '../../channel'
import type { Lease, LeaseStore } from '../../storage/lease-store'

/** What work under a turn may do: tell what happens, and make sure that the turn is still its own. */
export interface Turn {
  tell(event: ApplyEvent): void
  /** Throws `conflict` once another process has taken the repository over. */
  verify(): Promise<void>
}

/** One change at a time for a repository, over all processes of a home. */
export class Conductor {
  constructor(private readonly leases: LeaseStore) {}

  isBusy(repository: RepositoryName): Promise<boolean> {
    return this.leases.isTaken(repository)
  }

  /** Starts the work. It goes on when nobody reads what it tells any more. */
  conduct(repository: RepositoryName, work: (turn: Turn) => Promise<void>): AsyncIterable<ApplyEvent> {
    const channel = new Channel<ApplyEvent>()
    this.during(repository, work, (event) => channel.push(event)).then(
      () => channel.close(),
      (error: unknown) => channel.close(error),
    )
    return channel
  }

  /** Does the work in the repository's turn. Throws `conflict` while another change is under way. */
  async during(
    repository: RepositoryName,
    work: (turn: Turn) => Promise<void>,
    tell: (event: ApplyEvent) => void,
  ): Promise<void> {
    const lease = await this.leases.take(repository)
    if (lease === null) throw underWay(repository)
    try {
      await work({ tell, verify: () => verify(lease, repository) })
    } finally {
      await lease.release()
    }
  }
}

async function verify(lease: Lease, repository: RepositoryName): Promise<void> {
  if (!(await lease.isHeld())) throw underWay(repository)
}

function underWay(repository: RepositoryName): ExpectedFailure {
  const sentence = `A change of ${repository} is under way, here or in another process. Wait until it has ended.`
  return new ExpectedFailure(failure('conflict', sentence, { kind: 'wait', until: null }))
}
