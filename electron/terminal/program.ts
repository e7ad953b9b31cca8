import { Argument, Command, type Help, type Option } from 'commander'
import type { RepositoryName } from '../../shared/domain/ids'
import { Template } from '../../shared/domain/setup'
import { type BrowserDoorOptions, openBrowserDoor } from '../browser/browser-door'
import { folder, numberUpTo, wholeNumber, withServeOptions } from '../browser/serve-options'
import { VERSION } from '../version'
import {
  accountId,
  modelId,
  regionCode,
  repositoryName,
  repositoryNames,
  roleName,
  runNumber,
  someText,
  templateName,
  workflowInput,
} from './arguments'
import { type ApplyFlags, applyVerb, undoVerb } from './commands/apply'
import { type FleetFlags, fleetVerb } from './commands/fleet'
import { planVerb } from './commands/plan'
import { repoVerb } from './commands/repo'
import { diagnoseVerb, logsVerb, type TestFlags, testVerb } from './commands/runs'
import { type SandboxFlags, sandboxVerb } from './commands/sandbox'
import { EXIT } from './exit'
import { HELP, PROGRAM_HELP } from './help'
import { inSession, type Session, type SharedFlags } from './session'
import type { SetupFlags } from './setup-flags'
import type { Call } from './tell'

/** The most that the sandbox is made for. */
const MOST_REPOSITORIES = 20_000

/** The terminal door: one verb a use case, the same contract as the other doors. `exit` gets the exit code. */
export function createProgram(call: Call, exit: (code: number) => void): Command {
  const program = new Command('rolecall')
    .description(
      'Which repositories can call Claude on Amazon Bedrock from GitHub Actions, which cannot, and why.',
    )
    .version(VERSION)
    .configureOutput({ outputError: () => {} })
    .configureHelp({ optionDescription })
    .addHelpText('after', PROGRAM_HELP)
    .exitOverride()
  const run = async (flags: SharedFlags, verb: (session: Session) => Promise<number>): Promise<void> =>
    exit(await inSession(call, flags, verb))

  shared(program.command('fleet'))
    .description('read the watched repositories and print their chains')
    .option('--add <repository...>', 'watch these too', repositoryNames, [])
    .option('--remove <repository...>', 'watch these no more', repositoryNames, [])
    .action((flags: SharedFlags & FleetFlags) => run(flags, (session) => fleetVerb(session, flags)))
  shared(onRepository(program.command('repo')))
    .description('print the chain of one repository with evidence and repairs')
    .action((name: RepositoryName, flags: SharedFlags) => run(flags, (session) => repoVerb(session, name)))
  setup(shared(onRepository(program.command('plan'))))
    .description('show what would change; touches nothing')
    .action((name: RepositoryName, flags: SharedFlags & SetupFlags) =>
      run(flags, (session) => planVerb(session, name, flags)),
    )
  setup(shared(onRepository(program.command('apply'))))
    .description('plan, apply and verify')
    .option('--yes', 'apply what the plan shows', false)
    .action((name: RepositoryName, flags: SharedFlags & ApplyFlags) =>
      run(flags, (session) => applyVerb(session, name, flags)),
    )
  shared(program.command('undo').argument('<application>', 'the id that apply printed', someText))
    .description('take an applied plan back')
    .action((id: string, flags: SharedFlags) => run(flags, (session) => undoVerb(session, id)))
  runVerbs(program, run)
  standingVerbs(program, exit)
  for (const verb of program.commands) verb.addHelpText('after', HELP[verb.name()] ?? '')
  return program
}

type Run = (flags: SharedFlags, verb: (session: Session) => Promise<number>) => Promise<void>

function runVerbs(program: Command, run: Run): void {
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

/** Verbs that stand until they are told to stop. */
function standingVerbs(program: Command, exit: (code: number) => void): void {
  program
    .command('sandbox')
    .description('stand the embedded world up for any tool that speaks to AWS and GitHub')
    .option('--home <dir>', 'folder under which the world lives', folder)
    .option('--reset', 'start the world anew', false)
    .option('--repos <number>', 'how many repositories a new world has', numberUpTo(MOST_REPOSITORIES))
    .option('--seed <number>', 'the same seed makes the same world', wholeNumber)
    .option('--pace <ms>', 'time that a step of the runner takes', wholeNumber, 700)
    .option('--json', 'print one JSON object', false)
    .action(async (flags: SandboxFlags) => exit(await sandboxVerb(flags)))
  withServeOptions(program.command('serve'))
    .description('open the panel in the browser')
    .action(async (flags: BrowserDoorOptions) => {
      await openBrowserDoor(flags)
      exit(EXIT.fine)
    })
}

function shared(command: Command): Command {
  return command
    .option('--json', 'print one JSON object', false)
    .option('--sandbox', 'look at the embedded world', false)
    .option('--home <dir>', 'folder that holds what Rolecall keeps', folder)
    .option('--pace <ms>', 'time that a step of the sandbox’s runner takes', wholeNumber, 0)
}

function onRepository(command: Command): Command {
  return command.addArgument(new Argument('<repository>', 'owner/name').argParser(repositoryName))
}

function setup(command: Command): Command {
  return command
    .option('--account <id>', 'AWS account of the role', accountId)
    .option('--region <code>', 'region that the job calls', regionCode)
    .option('--model <id>', 'model or inference profile', modelId)
    .option('--role <name>', 'name of the role', roleName)
    .option('--template <name>', `workflow to propose: ${Template.options.join(', ')}`, templateName)
    .option('--form <file>', 'JSON file with the answers of Anthropic’s first-time-use form', someText)
}

/** Only a number's default says something: that a switch is off unless it is given needs no words. */
function optionDescription(this: Help, { description, defaultValue }: Option): string {
  return typeof defaultValue === 'number' ? `${description} (${defaultValue} by default)` : description
}
