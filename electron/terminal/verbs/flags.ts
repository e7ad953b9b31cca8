import { Argument, type Command } from 'commander'
import { Template } from '../../../shared/domain/setup'
import { folder, wholeNumber } from '../../browser/serve-options'
import {
  accountId,
  modelId,
  regionCode,
  repositoryName,
  roleName,
  someText,
  templateName,
} from '../arguments'
import type { Session, SharedFlags } from '../session'

/** Runs a verb in a session, and gives its exit code to whoever started the program. */
export type Run = (flags: SharedFlags, verb: (session: Session) => Promise<number>) => Promise<void>

/** Flags of every verb that opens the house. */
export function shared(command: Command): Command {
  return command
    .option('--json', 'print one JSON object', false)
    .option('--sandbox', 'look at the embedded world', false)
    .option('--home <dir>', 'folder that holds what Rolecall keeps', folder)
    .option('--pace <ms>', 'time that a step of the sandbox’s runner takes', wholeNumber, 0)
}

/** The verb is about one repository. */
export function onRepository(command: Command): Command {
  return command.addArgument(new Argument('<repository>', 'owner/name').argParser(repositoryName))
}

/** Flags that say which setup is wanted. */
export function setup(command: Command): Command {
  return command
    .option('--account <id>', 'AWS account of the role', accountId)
    .option('--region <code>', 'region that the job calls', regionCode)
    .option('--model <id>', 'model or inference profile', modelId)
    .option('--role <name>', 'name of the role', roleName)
    .option('--template <name>', `workflow to propose: ${Template.options.join(', ')}`, templateName)
    .option('--form <file>', 'JSON file with the answers of Anthropic’s first-time-use form', someText)
}
