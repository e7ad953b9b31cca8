import { silenceSdkNotice } from './sdk-notice'
import { EXIT } from './terminal/exit'
import { HELP } from './terminal/help'
import { guardOutput } from './terminal/output'
import { createProgram } from './terminal/program'
import { type Call, tell } from './terminal/tell'

silenceSdkNotice()
guardOutput(EXIT.unanswered)
const call = callOf(process.argv.slice(2))
/* What nobody caught is told as any defect is, without secrets. */
process.on('uncaughtException', (error) => process.exit(tell(error, call)))
try {
  await createProgram(call, (code) => {
    process.exitCode = code
  }).parseAsync()
} catch (error) {
  process.exitCode = tell(error, call)
}

/** How the command was called, even if it was not understood. */
function callOf(args: string[]): Call {
  return {
    verb: args.find((arg) => Object.hasOwn(HELP, arg)) ?? null,
    json: args.includes('--json'),
    sandbox: args.includes('--sandbox'),
  }
}
