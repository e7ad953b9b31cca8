import { createRouterClient } from '@orpc/server'
import { createHouse } from '../../electron/house'
import { silenceSdkNotice } from '../../electron/sdk-notice'
import { openNodeConf } from '../../electron/storage/node-conf'
import { memoryVault } from '../../electron/storage/vault'
import { VERSION } from '../../electron/version'
import { peakRssMib, type StartFigures } from './figures'

/* Opens the browser door's services on a home that was read before, and tells when it has the rows to show. */

silenceSdkNotice()
const house = await createHouse({
  door: 'browser',
  home: process.argv[2] ?? '',
  env: {},
  sandbox: false,
  pace: 0,
  openConf: openNodeConf,
  vault: memoryVault(),
  version: VERSION,
})
const { rows } = await createRouterClient(house.router).fleet.get()
const figures: StartFigures = {
  rows: rows.filter(({ readAt }) => readAt !== null).length,
  peakRssMib: peakRssMib(),
}
process.stdout.write(JSON.stringify(figures))
await house.close()
