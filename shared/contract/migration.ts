import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { RepositoryName } from '../domain/ids'
import { MigrationEntry, MigrationStage, MigrationState } from '../domain/migration'
import { procedure } from './base'

/** What happens while repositories are carried to immutable subjects; `ended` has one entry for each. */
export const MigrationEvent = z.discriminatedUnion('kind', [
  /** What is being done to a repository now, such as a test run. */
  z.object({ kind: z.literal('doing'), repository: RepositoryName, says: z.string() }),
  z.object({ kind: z.literal('state'), state: MigrationState }),
  z.object({ kind: z.literal('carried'), entry: MigrationEntry }),
  z.object({ kind: z.literal('ended'), entries: z.array(MigrationEntry) }),
])
export type MigrationEvent = z.infer<typeof MigrationEvent>

const some = z.array(RepositoryName).nullable()

/** Moving repositories to immutable subjects. */
export const migration = {
  /** The stage of each repository, the watched ones where `repositories` is null; read anew where `fresh` is asked. */
  view: procedure
    .input(z.object({ repositories: some, fresh: z.boolean().default(false) }))
    .output(z.array(MigrationState)),
  /** Carries each as far as `until`, the proving run included; one that fails does not stop the others. */
  carry: procedure
    .input(z.object({ repositories: some, until: MigrationStage }))
    .output(eventIterator(MigrationEvent)),
  /** Lets each repository end the stage that it is in, and begins no other. */
  stop: procedure.output(z.void()),
}
