import PQueue from 'p-queue'
import { accountThing, roleThing } from '../../../shared/domain/change-groups'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Plan } from '../../../shared/domain/plan'
import type { BatchBoard } from './batch-board'
import type { SetupService } from './setup'
import { Turns } from './turns'

/* As many as are applied at once (batch.ts). */
const AT_ONCE = 4

/** Takes back what a batch applied, the last first; what the account's repositories share goes after the rest. */
export async function undoBatch(
  board: BatchBoard,
  applied: readonly { repository: RepositoryName; applicationId: string }[],
  setup: SetupService,
): Promise<void> {
  board.undoing(true)
  for (const { repository } of applied) board.change(repository, { undo: 'asked', undoFailure: null })
  const applications = await Promise.all(applied.map(({ applicationId }) => setup.application(applicationId)))
  const backwards = applications.sort((one, other) => other.startedAt.localeCompare(one.startedAt))
  const isShared = ({ plan }: { plan: Plan }) =>
    plan.steps.some(({ action }) => accountThing(action) !== null)
  const turns = new Turns()
  const queue = new PQueue({ concurrency: AT_ONCE })
  for (const some of [backwards.filter((one) => !isShared(one)), backwards.filter(isShared)]) {
    await Promise.all(
      some.map(({ id, plan }) =>
        turns.take(keysOf(plan), () => queue.add(() => takeBack(board, plan.repository, id, setup))),
      ),
    )
  }
  board.undoing(false)
}

function keysOf({ steps }: Plan): string[] {
  const keys = steps.map(({ action }) => accountThing(action) ?? roleThing(action))
  return [...new Set(keys.filter((key) => key !== null))]
}

async function takeBack(
  board: BatchBoard,
  repository: RepositoryName,
  applicationId: string,
  setup: SetupService,
): Promise<void> {
  board.change(repository, { undo: 'doing' })
  const failed = await failureOf(applicationId, setup)
  board.change(repository, { undo: failed ? 'stayed' : 'undone', undoFailure: failed })
}

async function failureOf(applicationId: string, setup: SetupService): Promise<Failure | null> {
  try {
    for await (const event of await setup.undo(applicationId, null)) {
      if (event.kind === 'ended') return event.failure
    }
    return null
  } catch (error) {
    if (error instanceof ExpectedFailure) return error.failure
    throw error
  }
}
