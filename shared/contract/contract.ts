import { connections } from './connections'
import { fleet } from './fleet'
import { runs } from './runs'
import { settings } from './settings'
import { setup } from './setup'

/** What a front door may ask; desktop, browser and terminal speak exactly this. */
export const contract = { connections, fleet, setup, runs, settings }
