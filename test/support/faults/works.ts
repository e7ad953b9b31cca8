import type { PanelClient } from '../../../electron/terminal/session'
import type { RepositoryName } from '../../../shared/domain/ids'
import { type Application, phaseOf } from '../../../shared/domain/journal'
import type { MigrationStage } from '../../../shared/domain/migration'
import type { Plan } from '../../../shared/domain/plan'
import { FORM, planFor } from '../service-steps'

/** What is done under faults: through the contract, and by the same verb at a terminal. */
export interface Work {
  /** Resolves when its stream has ended, well or not. */
  through(client: PanelClient, repository: RepositoryName): Promise<void>
  verb(asked: Asked): string[]
}

/** What a verb is about. */
export interface Asked {
  repository: RepositoryName
  /** The id of the application that was begun last. */
  latest: string
  /** The file with the answers of the form. */
  form: string
}

/* A plan is data: one process makes it once for all cases that begin with the same world. */
const kept = new WeakMap<PanelClient, Map<Work, Promise<Plan>>>()

function applying(
  plan: (client: PanelClient, repository: RepositoryName) => Promise<Plan>,
  verb: Work['verb'],
): Work {
  const work: Work = {
    verb,
    async through(client, repository) {
      const plans = kept.get(client) ?? new Map<Work, Promise<Plan>>()
      kept.set(client, plans)
      const made = plans.get(work) ?? plan(client, repository)
      plans.set(work, made)
      await drain(await client.setup.apply({ planId: (await made).id, exclude: [] }))
    },
  }
  return work
}

export const APPLY = applying(
  (client, repository) => planFor(client, repository, { form: FORM }),
  ({ repository, form }) => ['apply', repository, '--yes', '--form', form],
)
export const TEAR_DOWN = applying(
  (client, repository) => client.setup.tearDown({ repository }),
  ({ repository }) => ['tear-down', repository, '--yes'],
)
export const REMOVE_KEYS = applying(
  (client, repository) => client.setup.removeKeys({ repository }),
  ({ repository }) => ['remove-keys', repository, '--yes'],
)

/** As one of many: a batch looks before and after its applications in its own way. */
export const SET_REGION: Work = {
  async through(client, repository) {
    const { plans } = await client.setup.planValues({
      repositories: [repository],
      values: [{ name: 'AWS_REGION', value: 'us-east-2', environment: null }],
    })
    const chosen = plans.map(({ id: planId }) => ({ planId, exclude: [] }))
    await drain(await client.setup.applyMany({ plans: chosen }))
  },
  verb: ({ repository }) => ['set', 'AWS_REGION=us-east-2', repository, '--yes'],
}

export const UNDO: Work = {
  through: async (client, repository) =>
    drain(await client.setup.undo({ applicationId: (await latest(client, repository)).id })),
  verb: ({ latest: id }) => ['undo', id],
}
export const RESUME: Work = {
  through: async (client, repository) =>
    drain(await client.setup.resume({ applicationId: (await latest(client, repository)).id })),
  verb: ({ latest: id }) => ['resume', id, '--yes'],
}

/** Carries the repository on to immutable subjects, as far as a stage. */
export function carryTo(until: MigrationStage): Work {
  return {
    through: async (client, repository) =>
      drain(await client.setup.migration.carry({ repositories: [repository], until })),
    verb: ({ repository }) => ['migrate-subjects', repository, '--until', until, '--yes'],
  }
}

/** The application of the repository that was begun last. */
export async function latest(client: PanelClient, repository: RepositoryName): Promise<Application> {
  const [found] = await client.setup.applications({ repository })
  if (!found) throw new Error(`Nothing was applied to ${repository}.`)
  return found
}

/** Whether nothing of it is left to resume. */
export function isWhole(application: Application): boolean {
  const wanted = application.undo ? 'undone' : 'done'
  return (
    application.endedAt !== null &&
    application.plan.steps.every(({ id }) => phaseOf(application, id) === wanted)
  )
}

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events) {
    // Only the end matters.
  }
}
