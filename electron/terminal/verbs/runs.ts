import type { Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { runNumber, someText, workflowInput } from '../arguments'
import { diagnoseVerb, logsVerb, type TestFlags, testVerb } from '../commands/runs'
import type { SharedFlags } from '../session'
import { onRepository, type Run, shared } from './flags'

/** Verbs about runs: start one, read it, say why it failed. */
export function runVerbs(program: Command, run: Run): void {
  shared(onRepository(program.command('test')))
    .description('start a test run')
    .option('--wait', 'follow it to its end; the exit code is its conclusion', false)
    .option('--workflow <path>', 'which workflow, such as .github/workflows/bedrock.yml', someText)
    .option('--ref <branch>', 'which branch or tag; the default branch otherwise', someText)
    .option('--input <name=value>', 'an input of the workflow; may be repeated', workflowInput, {})
    .action((name: RepositoryName, flags: SharedFlags & TestFlags) =>
      run(flags, (session) => testVerb(session, name, flags)),
    )
  shared(onRepository(program.command('logs')))
    .description('print the logs of a run')
    .option('--run <id>', 'which run; the latest otherwise', runNumber)
    .action((name: RepositoryName, flags: SharedFlags & { run?: number }) =>
      run(flags, (session) => logsVerb(session, name, flags.run ?? null)),
    )
  shared(onRepository(program.command('diagnose')))
    .description('say why a run failed')
    .option('--run <id>', 'which run; the latest otherwise', runNumber)
    .action((name: RepositoryName, flags: SharedFlags & { run?: number }) =>
      run(flags, (session) => diagnoseVerb(session, name, flags.run ?? null)),
    )
}
