import { Argument, type Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { accountId, regionCode, repositoryName } from '../arguments'
import { choicesVerb, inUseVerb, type ModelFlags } from '../commands/models'
import { waitsVerb } from '../commands/waits'
import type { SharedFlags } from '../session'
import { type Run, shared } from './flags'

/** Verbs about models: which there are, which are in use, and access to which is still awaited. */
export function modelVerbs(program: Command, run: Run): void {
  shared(program.command('models'))
    .description('tell which models an account can call, or which the fleet calls')
    .option('--account <id>', 'AWS account that calls', accountId)
    .option('--region <code>', 'region that is called', regionCode)
    .option('--in-use', 'the models that the watched repositories name', false)
    .action((flags: SharedFlags & ModelFlags, command: Command) => {
      const { account, region, inUse } = flags
      if (inUse) return run(flags, inUseVerb)
      if (account && region) return run(flags, (session) => choicesVerb(session, account, region))
      return command.error('error: name an --account and a --region, or ask for --in-use')
    })
  const asker = new Argument('[repository]', 'only what was sent for it').argParser(repositoryName)
  shared(program.command('waits').addArgument(asker))
    .description('tell which forms and agreements AWS has not finished yet')
    .action((name: RepositoryName | undefined, flags: SharedFlags) =>
      run(flags, (session) => waitsVerb(session, name ?? null)),
    )
}
