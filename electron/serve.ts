import { Command } from 'commander'
import { type BrowserDoorOptions, openBrowserDoor } from './browser/browser-door'
import { withServeOptions } from './browser/serve-options'
import { silenceSdkNotice } from './sdk-notice'
import { tell } from './terminal/tell'

silenceSdkNotice()
const program = withServeOptions(new Command('rolecall serve'))
const options = program.allowExcessArguments(false).parse().opts<BrowserDoorOptions>()
/* What nobody caught is told as any defect is, without secrets. */
process.on('uncaughtException', (error) =>
  process.exit(tell(error, { verb: 'serve', json: false, sandbox: options.sandbox })),
)
try {
  await openBrowserDoor(options)
} catch (error) {
  process.exitCode = tell(error, { verb: 'serve', json: false, sandbox: options.sandbox })
}
