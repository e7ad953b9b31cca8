import type { Command } from 'commander'
import { type BrowserDoorOptions, openBrowserDoor } from '../../browser/browser-door'
import { folder, numberUpTo, wholeNumber, withServeOptions } from '../../browser/serve-options'
import { type SandboxFlags, sandboxVerb } from '../commands/sandbox'
import { EXIT } from '../exit'

/** The most that the sandbox is made for. */
const MOST_REPOSITORIES = 20_000

/** Verbs that stand until they are told to stop. */
export function standingVerbs(program: Command, exit: (code: number) => void): void {
  program
    .command('sandbox')
    .description('stand the embedded world up for any tool that speaks to AWS and GitHub')
    .option('--home <dir>', 'folder under which the world lives', folder)
    .option('--reset', 'start the world anew', false)
    .option('--repos <number>', 'how many repositories a new world has', numberUpTo(MOST_REPOSITORIES))
    .option('--seed <number>', 'the same seed makes the same world', wholeNumber)
    .option('--pace <ms>', 'time that a step of the runner takes', wholeNumber, 700)
    .option('--access-delay <seconds>', 'time that a form or an agreement takes to be felt', wholeNumber)
    .option('--trail-delay <seconds>', 'time until CloudTrail shows an event', wholeNumber)
    .option('--json', 'print one JSON object', false)
    .action(async (flags: SandboxFlags) => exit(await sandboxVerb(flags)))
  withServeOptions(program.command('serve'))
    .description('open the panel in the browser')
    .action(async (flags: BrowserDoorOptions) => {
      await openBrowserDoor(flags)
      exit(EXIT.fine)
    })
}
