import { Argument, type Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { numberUpTo } from '../../browser/serve-options'
import { repositoryNames, runNumber, runsAtOnce, someText, workflowInput } from '../arguments'
import { type LogsFlags, logsVerb, type SearchFlags, searchVerb } from '../commands/logs'
import { proofVerb } from '../commands/proof'
import { type TestFlags, testVerb } from '../commands/runs'
import { cancelVerb, type RerunFlags, rerunVerb } from '../commands/steer-run'
import { testManyVerb } from '../commands/test-many'
import type { Session, SharedFlags } from '../session'
import { misused } from '../usage'
import { diagnoseCommand } from './diagnose'
import { onRepository, type Run, shared } from './flags'
import { listCommands } from './run-lists'

/** Verbs about runs: start one, read it, say why it failed. */
export function runVerbs(program: Command, run: Run, exit: (code: number) => void): void {
  testCommand(program, run)
  steeringCommands(program, run)
  shared(onRepository(program.command('logs')))
    .description('print the logs of a run')
    .option('--run <id>', 'which run; the latest otherwise', runNumber)
    .option('--search <text>', 'only the lines that hold it', someText)
    .option('--regex', 'what is searched for is a regular expression (RE2)', false)
    .option('--ignore-case', 'whatever its case', false)
    .action((name: RepositoryName, flags: SharedFlags & LogsFlags) =>
      run(flags, (session) => logsVerb(session, name, flags)),
    )
  shared(program.command('search').argument('<text>', 'what to search for', someText))
    .description('search the latest logs of the fleet')
    .option('--regex', 'it is a regular expression (RE2)', false)
    .option('--ignore-case', 'whatever its case', false)
    .option('--repository <repository...>', 'only in these', repositoryNames, [])
    .option('--latest <number>', 'how many runs of each; 0 fetches none', numberUpTo(20), 1)
    .action((text: string, flags: SharedFlags & SearchFlags) =>
      run(flags, (session) => searchVerb(session, text, flags)),
    )
  listCommands(program, run)
  diagnoseCommand(program, run, exit)
  shared(onRepository(program.command('proof')))
    .description('show what AWS recorded of a run’s sessions')
    .option('--run <id>', 'which run; the latest otherwise', runNumber)
    .action((name: RepositoryName, flags: SharedFlags & { run?: number }) =>
      run(flags, (session) => proofVerb(session, name, flags.run ?? null)),
    )
}

interface ManyFlags extends SharedFlags, TestFlags {
  all: boolean
  limit: number
  choices?: string
}

function testCommand(program: Command, run: Run): void {
  const names = new Argument('[repositories...]', 'owner/name').argParser(
    (text: string, sofar: RepositoryName[] | undefined) => repositoryNames(text, sofar ?? []),
  )
  shared(program.command('test').addArgument(names))
    .description('start a test run, or one in each of many repositories')
    .option('--wait', 'follow it to its end; the exit code is its conclusion', false)
    .option('--all', 'every watched repository that is not archived', false)
    .option('--limit <number>', 'how many test runs go at once', runsAtOnce, 4)
    .option('--choices <file>', 'JSON file with what single repositories begin with', someText)
    .option('--workflow <path>', 'which workflow, such as .github/workflows/bedrock.yml', someText)
    .option('--ref <branch>', 'which branch or tag; the default branch otherwise', someText)
    .option('--input <name=value>', 'an input of the workflow; may be repeated', workflowInput, {})
    .action((found: RepositoryName[], flags: ManyFlags) => run(flags, testing(found, flags)))
}

function testing(names: RepositoryName[], flags: ManyFlags): (session: Session) => Promise<number> {
  const [only, ...more] = names
  if (only === undefined && !flags.all) throw misused('Name a repository, or give --all.')
  if (only !== undefined && flags.all) throw misused('--all names every repository: name none beside it.')
  if (only !== undefined && more.length === 0) {
    if (flags.choices !== undefined) throw misused('--choices needs several repositories.')
    return (session) => testVerb(session, only, flags)
  }
  if (!flags.wait) throw misused('Several test runs are followed to their end: add --wait.')
  const { limit: atOnce, workflow: workflowPath = null, ref = null, input: inputs, choices } = flags
  const repositories = flags.all ? null : names
  return (session) =>
    testManyVerb(session, { repositories, atOnce, common: { workflowPath, ref, inputs }, choices })
}

/** Verbs that do something to a run. */
function steeringCommands(program: Command, run: Run): void {
  shared(onRepository(program.command('rerun')))
    .description('run a run again, as its next attempt')
    .requiredOption('--run <id>', 'which run', runNumber)
    .option('--failed', 'only the failed jobs, and those that need them', false)
    .option('--job <job>', 'only the job of this name or ID, and those that need it', someText)
    .option('--debug', 'with debug logging', false)
    .option('--wait', 'follow it to its end; the exit code is its conclusion', false)
    .action((name: RepositoryName, flags: SharedFlags & RerunFlags) => {
      if (flags.failed && flags.job !== undefined) throw misused('Give --failed or --job, not both.')
      return run(flags, (session) => rerunVerb(session, name, flags))
    })
  shared(onRepository(program.command('cancel')))
    .description('cancel a run')
    .requiredOption('--run <id>', 'which run', runNumber)
    .option('--force', 'also where a job does not let itself be cancelled', false)
    .action((name: RepositoryName, flags: SharedFlags & { run: number; force: boolean }) =>
      run(flags, (session) => cancelVerb(session, name, flags)),
    )
}
