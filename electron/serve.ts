import { Command } from 'commander'
import { type BrowserDoorOptions, openBrowserDoor } from './browser/browser-door'
import { withServeOptions } from './browser/serve-options'
import { silenceSdkNotice } from './sdk-notice'

silenceSdkNotice()
const program = withServeOptions(new Command('rolecall serve'))
program.allowExcessArguments(false).parse()
await openBrowserDoor(program.opts<BrowserDoorOptions>())
