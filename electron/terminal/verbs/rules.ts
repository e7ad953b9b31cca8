import { type Command, InvalidArgumentError } from 'commander'
import { someText } from '../arguments'
import { type ExplainFlags, explainVerb } from '../commands/explain'
import { inspectVerb } from '../commands/inspect'
import { visible } from '../printable'

/** Where a verb that opens no house puts its answer, and what happens meanwhile. */
export interface Answer {
  json: boolean
  print(text: string): void
  progress(text: string): void
}

/** Verbs that need neither account, token nor home folder: the rules alone, on files. */
export function ruleVerbs(program: Command, exit: (code: number) => void): void {
  program
    .command('inspect')
    .argument('<file>', 'a workflow file; - reads standard input', someText)
    .description('say what a workflow file asks for: triggers, id-token, roles, variables, subjects')
    .option('--json', 'print one JSON object', false)
    .action(async (file: string, { json }: { json: boolean }) => exit(await inspectVerb(file, answer(json))))
  program
    .command('explain')
    .requiredOption('--trust <file>', 'a role’s trust policy', someText)
    .requiredOption('--claims <file>', 'a token: {"provider": ARN, "sub": …, "aud": …}', someText)
    .description('say whether a trust policy lets a token in, clause by clause; - reads standard input')
    .option('--json', 'print one JSON object', false)
    .action(async ({ json, ...files }: ExplainFlags & { json: boolean }) => {
      if (files.trust === '-' && files.claims === '-')
        throw new InvalidArgumentError('Only one of --trust and --claims can be standard input.')
      exit(await explainVerb(files, answer(json)))
    })
}

function answer(json: boolean): Answer {
  return {
    json,
    print: (text) => void process.stdout.write(`${json ? text : visible(text)}\n`),
    progress: (text) => void process.stderr.write(`${visible(text)}\n`),
  }
}
