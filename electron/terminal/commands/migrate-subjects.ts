import type { MigrationEvent } from '../../../shared/contract/migration'
import type { RepositoryName } from '../../../shared/domain/ids'
import {
  hasReached,
  type MigrationEntry,
  type MigrationStage,
  type MigrationState,
} from '../../../shared/domain/migration'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

export interface MigrateFlags {
  all: boolean
  yes: boolean
  until: MigrationStage
}

/** `migrate-subjects`: carries repositories to immutable subjects. Without --yes it only shows where each stands. */
export async function migrateSubjectsVerb(
  session: Session,
  names: RepositoryName[],
  { all, yes, until }: MigrateFlags,
): Promise<number> {
  const { client, json, print, progress } = session
  progress('Reading where each repository stands …')
  const states = await client.setup.migration.view({ repositories: all ? null : names, fresh: true })
  if (!yes) {
    print(json ? JSON.stringify({ repositories: states }, null, 2) : stagesText(states))
    progress('Nothing was changed. Add --yes to carry them on.')
    return EXIT.usage
  }
  session.ifStopped('What was done stands. The same command goes on from there.')
  const repositories = states.map(({ repository }) => repository)
  const entries = await follow(session, await client.setup.migration.carry({ repositories, until }))
  print(json ? JSON.stringify({ repositories: entries }, null, 2) : entriesText(entries))
  return entries.every((entry) => isFine(entry, until, all)) ? EXIT.fine : EXIT.bad
}

/* Of a whole fleet nobody expects what has no role, or is archived, to be moved. */
function isFine({ before, after }: MigrationEntry, until: MigrationStage, all: boolean): boolean {
  return hasReached(after, until) || (all && before === null && after === null)
}

async function follow(
  { progress }: Session,
  events: AsyncIterable<MigrationEvent>,
): Promise<MigrationEntry[]> {
  for await (const event of events) {
    if (event.kind === 'doing') progress(`${event.repository}: ${event.says}`)
    if (event.kind === 'carried') progress(`${event.entry.repository}: ${outcomeOf(event.entry)}`)
    if (event.kind === 'ended') return event.entries
  }
  throw new Error('The migration ended without saying how.')
}

const NEXT = {
  'trust-both': 'trust both forms',
  'opt-in': 'opt in',
  'test-run': 'prove it by a test run',
  'drop-classic': 'drop the classic form',
} as const

function stagesText(states: readonly MigrationState[]): string {
  if (states.length === 0)
    return 'The fleet is empty. Name repositories, or add some with: fleet --add owner/name.'
  const rows = states.map(({ repository, stage, next, why }) => [
    repository,
    stage ?? '–',
    why ?? (next ? `next: ${NEXT[next]}` : 'nothing left to do'),
  ])
  const notes = states.flatMap(({ repository, notes: some }) =>
    some.map((note) => `! ${repository}: ${note}`),
  )
  return [columns(rows), ...notes].join('\n')
}

function entriesText(entries: readonly MigrationEntry[]): string {
  const applied = entries.flatMap(({ repository, applications }) =>
    applications.map((id) => `${repository}: take a stage back with: undo ${id}`),
  )
  return [
    columns(
      entries.map((entry) => [
        entry.repository,
        `${entry.before ?? '–'} → ${entry.after ?? '–'}`,
        outcomeOf(entry),
      ]),
    ),
    ...applied,
  ].join('\n')
}

function outcomeOf({ failure, after, run }: MigrationEntry): string {
  if (failure) return failure.sentence
  return `${after ?? 'not moved'}${run ? `, proven by run #${run.number}` : ''}`
}
