import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll } from 'vitest'
import { createHouse, type House, type HouseOptions } from '../../electron/house'
import { type OwnSandbox, type SandboxOptions, startSandbox } from '../../electron/sandbox/sandbox'
import { openNodeConf } from '../../electron/storage/node-conf'
import { memoryVault } from '../../electron/storage/vault'
import type { PanelClient } from '../../electron/terminal/session'

/** A house that looks at a sandbox whose world is in the test's hands. */
export interface SandboxHouse {
  /** The contract, as every door speaks it. */
  client: PanelClient
  house: House
  sandbox: OwnSandbox
  home: string
}

/** Opens a house on the sandbox that runs for the same home. */
export function openHouse(home: string, options: Pick<HouseOptions, 'clock'> = {}): Promise<House> {
  return createHouse({
    ...options,
    door: 'terminal',
    home,
    env: {},
    sandbox: true,
    openConf: openNodeConf,
    vault: memoryVault(),
    version: '0.0.0',
    pace: 0,
  })
}

/** One seeded world and a house on it, for all tests of a file; with clocks of the test's own where it gives them. */
export function sandboxHouse({
  clock,
  ...options
}: Pick<SandboxOptions, 'now' | 'pass'> & Pick<HouseOptions, 'clock'> = {}): () => SandboxHouse {
  let open: SandboxHouse | null = null
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'rolecall-house-'))
    const { stage, ...sandbox } = await startSandbox({ home, pace: 0, ...options })
    if (stage === null) throw new Error('Another process has a sandbox in a folder that was just made.')
    const house = await openHouse(home, clock ? { clock } : {})
    open = { client: createRouterClient(house.router), house, sandbox: { ...sandbox, stage }, home }
  }, 60_000)
  afterAll(async () => {
    await open?.house.close()
    await open?.sandbox.close()
    if (open) await rm(open.home, { recursive: true, force: true })
  })
  return () => {
    if (open === null) throw new Error('The house has not been opened.')
    return open
  }
}
