import { CommanderError } from 'commander'
import { ZodError } from 'zod'
import { silenceSdkNotice } from './sdk-notice'
import { EXIT, failureBehind, told } from './terminal/exit'
import { createProgram } from './terminal/program'

silenceSdkNotice()
try {
  await createProgram((code) => {
    process.exitCode = code
  }).parseAsync()
} catch (error) {
  process.exitCode = tell(error)
}

/** Says what went wrong in a sentence. What nobody expected is a bug: its trace is shown only on request. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage
  if (error instanceof ZodError) {
    process.stderr.write(`${error.issues[0]?.message ?? 'The input is not valid.'}\n`)
    return EXIT.usage
  }
  const failed = failureBehind(error)
  if (!failed) {
    if (process.env.ROLECALL_DEBUG) throw error
    process.stderr.write(
      'Rolecall met something that it does not know. Run it again with ROLECALL_DEBUG=1 for a report.\n',
    )
    return EXIT.defect
  }
  process.stderr.write(`${told(failed)}\n`)
  return EXIT.unanswered
}
