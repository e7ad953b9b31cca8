import type { Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { ownerNames, repositoryNames, someText, teamNames, topicNames } from '../arguments'
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
    .option('--org <login...>', 'watch what these organizations have, now and later', ownerNames)
    .option('--topic <topic...>', 'watch what carries one of these topics', topicNames)
    .option('--team <org/team...>', 'watch what these teams work on', teamNames)
    .option('--search <query>', 'watch what GitHub’s search finds', someText)
    .option('--exclude <repository...>', 'never watch these, whatever brings them in', repositoryNames, [])
    .option('--archived', 'archived repositories join, too', false)
    .option('--forks', 'forks join, too', false)
    .option('--import <file>', 'choose as this file says', someText)
    .option('--export <file>', 'write the choice to a file and end', someText)
    .action((flags: SharedFlags & FleetFlags) => run(flags, (session) => fleetVerb(session, flags)))
  shared(onRepository(program.command('repo')))
    .description('print the chain of one repository with evidence and repairs')
    .action((name: RepositoryName, flags: SharedFlags) => run(flags, (session) => repoVerb(session, name)))
}
