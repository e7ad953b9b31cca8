import { Argument, type Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { MIGRATION_STAGES } from '../../../shared/domain/migration'
import { migrationStage, repositoryNames } from '../arguments'
import { type MigrateFlags, migrateSubjectsVerb } from '../commands/migrate-subjects'
import type { SharedFlags } from '../session'
import { type Run, shared } from './flags'

/** The verb that moves repositories to immutable subjects. */
export function migrationVerbs(program: Command, run: Run): void {
  const verb = shared(program.command('migrate-subjects'))
  verb
    .addArgument(new Argument('[repository...]', 'owner/name').argParser(repositoryNames).default([]))
    .description('move repositories to immutable subjects, stage by stage')
    .option('--all', 'every watched repository', false)
    .option('--until <stage>', `how far: ${MIGRATION_STAGES.join(', ')}`, migrationStage, 'immutable')
    .option('--yes', 'do it, the proving run included', false)
    .action((names: RepositoryName[], flags: SharedFlags & MigrateFlags) => {
      if (flags.all === names.length > 0)
        verb.error('error: name the repositories to move, or say --all', { exitCode: 2 })
      return run(flags, (session) => migrateSubjectsVerb(session, names, flags))
    })
}
