import { createRouterClient } from '@orpc/server'
import { createHouse, type House } from '../../electron/house'
import { silenceSdkNotice } from '../../electron/sdk-notice'
import type { Realm } from '../../electron/services/realm'
import { openNodeConf } from '../../electron/storage/node-conf'
import { memoryVault } from '../../electron/storage/vault'
import { VERSION } from '../../electron/version'
import { observeChain } from '../../shared/domain/chain'
import { accountOf, inferSetup } from '../../shared/domain/infer-setup'
import { tally } from '../../shared/domain/tally'
import { countFetches } from './counted-fetch'
import { type FleetFigures, peakRssMib, type ReadingFigures } from './figures'

/* Reads the sandbox of a home twice, as a panel does that stands for a while, and prints what it measured. */

silenceSdkNotice()
const takeCounts = countFetches()
const house = await createHouse({
  door: 'terminal',
  home: process.argv[2] ?? '',
  env: process.env,
  sandbox: true,
  pace: 0,
  openConf: openNodeConf,
  vault: memoryVault(),
  version: VERSION,
})
const { fleet } = createRouterClient(house.router)
takeCounts()
const first = await readFleet()
const second = await readFleet()
const { rows } = await fleet.get()
const peak = peakRssMib()
const figures: FleetFigures = {
  first,
  second,
  states: tally(rows).states,
  judgeMs: judgingMs(house),
  peakRssMib: peak,
}
await house.close()
process.stdout.write(JSON.stringify(figures))

async function readFleet(): Promise<ReadingFigures> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  const { failure } = await fleet.observe({ repositories: null })
  if (failure) throw new Error(failure.sentence)
  const { user, system } = process.cpuUsage(used)
  return { wallMs: performance.now() - began, cpuMs: (user + system) / 1000, ...takeCounts() }
}

/** The middle of five passes over the fleet. */
function judgingMs({ realm }: House): number {
  const passes = Array.from({ length: 5 }, () => judgingPass(realm())).sort((a, b) => a - b)
  return passes[2] ?? 0
}

/* Copies of the observations, so that nothing which was worked out of them before is at hand. */
function judgingPass({ cache: { repositories, accounts } }: Realm): number {
  const copies = [...repositories.values()].map((observation) => structuredClone(observation))
  const known = [...accounts.values()].map((account) => structuredClone(account))
  const now = Date.now()
  const began = performance.now()
  for (const observation of copies) {
    const setup = inferSetup(observation, known)
    const id = accountOf(observation) ?? setup?.account
    const account = known.find((each) => each.account === id) ?? null
    observeChain({ observation, account, accountFailure: null, setup, changedAt: null, now })
  }
  return (performance.now() - began) / copies.length
}
