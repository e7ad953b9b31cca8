import { Command, type Help, type Option } from 'commander'
import { VERSION } from '../version'
import { HELP, PROGRAM_HELP } from './help'
import { inSession } from './session'
import type { Call } from './tell'
import { connectionVerbs } from './verbs/connections'
import type { Run } from './verbs/flags'
import { fleetVerbs } from './verbs/fleet'
import { migrationVerbs } from './verbs/migration'
import { modelVerbs } from './verbs/models'
import { ruleVerbs } from './verbs/rules'
import { runVerbs } from './verbs/runs'
import { setupVerbs } from './verbs/setup'
import { standingVerbs } from './verbs/standing'

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
  const run: Run = async (flags, verb, opening) => exit(await inSession(call, flags, verb, opening))

  fleetVerbs(program, run)
  setupVerbs(program, run)
  modelVerbs(program, run)
  migrationVerbs(program, run)
  runVerbs(program, run, exit)
  ruleVerbs(program, exit)
  connectionVerbs(program, run, exit)
  standingVerbs(program, exit)
  for (const verb of program.commands) verb.addHelpText('after', HELP[verb.name()] ?? '')
  return withHelpVerb(program)
}

/** Commander's own `help` shows the program's help for a verb that there is not, and does not name it. */
function withHelpVerb(program: Command): Command {
  program
    .helpCommand(false)
    .command('help')
    .argument('[verb]')
    .description('show the help of a verb')
    .action((name?: string) => {
      const verb = name === undefined ? program : program.commands.find((each) => each.name() === name)
      if (!verb) program.error(`error: unknown command '${name}'`)
      else verb.help()
    })
  return program
}

/** Only a number's default says something: that a switch is off unless it is given needs no words. */
function optionDescription(this: Help, { description, defaultValue }: Option): string {
  return typeof defaultValue === 'number' ? `${description} (${defaultValue} by default)` : description
}
