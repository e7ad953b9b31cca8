import type { Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { repositoryNames } from '../arguments'
import { type FleetFlags, fleetVerb } from '../commands/fleet'
import { repoVerb } from '../commands/repo'
import type { SharedFlags } from '../session'
import { onRepository, type Run, shared } from './flags'

/** Verbs that show how repositories stand. */
export function fleetVerbs(program: Command, run: Run): void {
  shared(program.command('fleet'))
    .description('read the watched repositories and print their chains')
    .option('--add <repository...>', 'watch these too', repositoryNames, [])
    .option('--remove <repository...>', 'watch these no more', repositoryNames, [])
    .action((flags: SharedFlags & FleetFlags) => run(flags, (session) => fleetVerb(session, flags)))
  shared(onRepository(program.command('repo')))
    .description('print the chain of one repository with evidence and repairs')
    .action((name: RepositoryName, flags: SharedFlags) => run(flags, (session) => repoVerb(session, name)))
}
