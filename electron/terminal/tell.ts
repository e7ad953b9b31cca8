import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { type Failure, failure, type Recovery } from '../../shared/domain/failure'
import { EXIT, failureBehind } from './exit'
import { visible } from './printable'

/** How a command was called, as far as it decides how a failure is told. */
export interface Call {
  /** The verb, or null where none was understood. */
  verb: string | null
  json: boolean
  sandbox: boolean
}

/** Says in a sentence what went wrong, with `--json` as an object, too; the number is the exit code. */
export function tell(error: unknown, call: Call): number {
  if (error instanceof CommanderError) return tellUsage(error, call)
  const failed = failureBehind(error)
  if (failed) {
    say(told(failed, call))
    answer(call, failed)
    return EXIT.unanswered
  }
  const sentence = 'Rolecall met something that it does not know.'
  if (process.env.ROLECALL_DEBUG) say(inspect(error))
  else say(`${sentence} Run it again with ROLECALL_DEBUG=1 for a report.`)
  answer(call, { reason: 'defect', sentence, recovery: { kind: 'retry' }, code: null })
  return EXIT.defect
}

/* Commander has printed what was asked for: the help, or the version. */
function tellUsage(error: CommanderError, call: Call): number {
  if (error.exitCode === 0) return EXIT.fine
  if (error.code === 'commander.help') return EXIT.usage
  const sentence = error.message
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .replace(/\.?$/, '.')
  say(`error: ${sentence} See rolecall ${call.verb === null ? '' : `${call.verb} `}--help.`)
  answer(call, failure('invalid', sentence, { kind: 'correct-input', field: null }))
  return EXIT.usage
}

/** A failure as one line: what happened, and what to do. */
export function told({ sentence, recovery }: Failure, call: Call): string {
  const next = advice(recovery, call)
  return next ? `${sentence} ${next}` : sentence
}

/** What to do, as a person at a terminal would do it; null where the sentence says it. */
function advice(recovery: Recovery, { verb, sandbox }: Call): string | null {
  switch (recovery.kind) {
    case 'retry':
      return 'Try again.'
    case 'wait':
      return recovery.until ? 'Try again then.' : 'Try again in a little while.'
    case 'connect-aws':
      return sandbox
        ? null
        : 'Name a profile in AWS_PROFILE or connect one in the panel (rolecall serve), or add --sandbox.'
    case 'connect-github':
      return sandbox ? null : 'Put a token into GITHUB_TOKEN, or add --sandbox.'
    case 'open-page':
      return `${recovery.label}: ${recovery.url}`
    case 'replan':
      return 'Run `plan` again and look at it.'
    case 'correct-input':
      return recovery.field === null ? `See rolecall ${verb ?? ''} --help.` : null
    case 'ask-administrator':
      return `Ask an administrator for ${recovery.permission}.`
  }
}

/** A bug is no failure of the contract: its reason stands at the terminal alone. */
interface Defect extends Omit<Failure, 'reason'> {
  reason: 'defect'
}

function say(line: string): void {
  process.stderr.write(`${visible(line)}\n`)
}

function answer({ json }: Call, failed: Failure | Defect): void {
  if (json) process.stdout.write(`${JSON.stringify({ failure: failed }, null, 2)}\n`)
}
