import { Argument, type Command } from 'commander'
import { ModelBreadth, Template } from '../../../shared/domain/setup'
import { folder, wholeNumber } from '../../browser/serve-options'
import {
  accountId,
  boundaryArn,
  breadthName,
  conventionName,
  githubHost,
  holder,
  holderOrNone,
  modelId,
  regionCode,
  repositoryName,
  roleName,
  rolePath,
  roleTag,
  someText,
  subjectScope,
  templateName,
} from '../arguments'
import type { Opening, Session, SharedFlags } from '../session'

/** Runs a verb in a session, and gives its exit code to whoever started the program. */
export type Run = (
  flags: SharedFlags,
  verb: (session: Session) => Promise<number>,
  opening?: Opening,
) => Promise<void>

/** Flags of every verb that opens the house. */
export function shared(command: Command): Command {
  return onAnyHost(command).option('--host <host>', 'look at this GitHub', githubHost)
}

/** The same for a verb that has a `--host` of its own. */
export function onAnyHost(command: Command): Command {
  return command
    .option('--json', 'print one JSON object', false)
    .option('--sandbox', 'look at the embedded world', false)
    .option('--identity <login@host>', 'act as this GitHub identity', someText)
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
    .option(
      '--scope <scope>',
      'who may assume the role; may be repeated: branch:main, pull-request …',
      subjectScope,
      [],
    )
    .option('--by-id', 'also test the IDs of the repository and its owner')
    .option('--template <name>', `workflow to propose: ${Template.options.join(', ')}`, templateName)
    .option('--breadth <width>', `what the role may call: ${ModelBreadth.options.join(', ')}`, breadthName)
    .option('--no-streaming', 'do not let answers stream')
    .option('--count-tokens', 'let tokens be counted')
    .option('--no-pin', 'let models be called past their profile')
    .option('--path <path>', 'path under which a role is created', rolePath)
    .option('--boundary <arn>', 'permissions boundary of the role, or none', boundaryArn)
    .option('--tag <key=value>', 'tag of the role; may be repeated', roleTag, {})
    .option(
      '--convention <name>',
      'names that carry the settings: aws-variables, ai-implement',
      conventionName,
    )
    .option('--role-in <holder>', 'where the role is kept, such as secret:NAME@environment:prod', holder)
    .option('--region-in <holder>', 'where the region is kept, such as variable:NAME@organization', holder)
    .option(
      '--model-in <holder>',
      'where the model is kept, or none where the workflow names it',
      holderOrNone,
    )
    .option('--form <file>', 'JSON file with the answers of Anthropic’s first-time-use form', someText)
}
