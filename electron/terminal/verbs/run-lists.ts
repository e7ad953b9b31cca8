import type { Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { folder } from '../../browser/serve-options'
import { pastInstant, repositoryNames, runNumber, runOutcomes, someText, someTexts } from '../arguments'
import { type ArtifactsFlags, artifactsVerb } from '../commands/artifacts'
import { type RunsFlags, runsVerb } from '../commands/run-list'
import type { SharedFlags } from '../session'
import { onRepository, type Run, shared } from './flags'

/** Verbs that list runs, and what one left behind. */
export function listCommands(program: Command, run: Run): void {
  shared(
    program
      .command('runs')
      .argument('[repository...]', 'owner/name; the fleet otherwise', repositoryNames, []),
  )
    .description('list runs')
    .option('--since <time>', 'read back to then: 12h, 7d, 2w or 2026-11-01', pastInstant)
    .option(
      '--state <state...>',
      'only in these: running, waiting, success, failed, cancelled, other',
      runOutcomes,
      [],
    )
    .option('--workflow <name...>', 'only of these, by name or path', someTexts, [])
    .option('--branch <branch...>', 'only on these', someTexts, [])
    .option('--event <event...>', 'only by these, such as push', someTexts, [])
    .option('--actor <login...>', 'only of these', someTexts, [])
    .option('--text <words>', 'only with these words in their line', someText)
    .action((repositories: RepositoryName[], flags: SharedFlags & RunsFlags) =>
      run(flags, (session) => runsVerb(session, repositories, flags)),
    )
  shared(onRepository(program.command('artifacts')))
    .description('list the artifacts of a run, or save them')
    .option('--run <id>', 'which run; the latest otherwise', runNumber)
    .option('--download <dir>', 'save their zip files there', folder)
    .action((name: RepositoryName, flags: SharedFlags & ArtifactsFlags) =>
      run(flags, (session) => artifactsVerb(session, name, flags)),
    )
}
