import { Argument, type Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { repositoryName, runNumber, someText } from '../arguments'
import { diagnoseKnownLog, diagnoseLog, diagnoseVerb } from '../commands/diagnose'
import type { SharedFlags } from '../session'
import { type Run, shared } from './flags'

interface DiagnoseFlags extends SharedFlags {
  run?: number
  log?: string
  repository?: RepositoryName
}

/** `diagnose`: of a run, or of any log file; of the latter without opening anything unless a repository is named. */
export function diagnoseCommand(program: Command, run: Run, exit: (code: number) => void): void {
  const command = shared(program.command('diagnose'))
  command
    .addArgument(new Argument('[repository]', 'owner/name').argParser(repositoryName))
    .description('say why a run failed, or what a log file tells')
    .option('--run <id>', 'which run; the latest otherwise', runNumber)
    .option('--log <file>', 'a log to read in place of the run’s own; - for standard input', someText)
    .option('--repository <name>', 'the repository, where it is not named before the flags', repositoryName)
    .action(async (name: RepositoryName | undefined, flags: DiagnoseFlags) => {
      const repository = name ?? flags.repository
      const { log, run: id = null } = flags
      if (repository === undefined) {
        if (log === undefined) return command.error('Name a repository, or a log file with --log.')
        if (id !== null) command.error('--run needs its repository: add --repository.')
        return exit(await diagnoseLog(log, flags.json))
      }
      return run(flags, (session) =>
        log === undefined
          ? diagnoseVerb(session, repository, id)
          : diagnoseKnownLog(session, log, repository, id),
      )
    })
}
