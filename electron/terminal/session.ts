import { createRouterClient, type RouterClient } from '@orpc/server'
import { homeFolder } from '../home'
import { createHouse } from '../house'
import type { createRouter } from '../router'
import { openNodeConf } from '../storage/node-conf'
import { memoryVault } from '../storage/vault'
import { VERSION } from '../version'

/** Flags that every verb takes. */
export interface SharedFlags {
  json: boolean
  sandbox: boolean
  home?: string
  pace: number
}

export type PanelClient = RouterClient<ReturnType<typeof createRouter>>

/** What a verb works with: the contract, where to print, and how it was asked to print. */
export interface Session {
  client: PanelClient
  json: boolean
  sandbox: boolean
  /** The answer, on standard output. */
  print(text: string): void
  /** What happens meanwhile, on standard error. */
  progress(text: string): void
}

/** Opens the house for one command, runs it, closes; the number is the exit code. */
export async function inSession(
  flags: SharedFlags,
  verb: (session: Session) => Promise<number>,
): Promise<number> {
  const house = await createHouse({
    door: 'terminal',
    home: homeFolder(flags.home, process.env),
    env: process.env,
    sandbox: flags.sandbox,
    pace: flags.pace,
    openConf: openNodeConf,
    vault: memoryVault(),
    version: VERSION,
  })
  const progress = (text: string): void => void process.stderr.write(`${text}\n`)
  try {
    const client = createRouterClient(house.router)
    for (const { says } of (await client.settings.get()).notices) progress(says)
    return await verb({
      client,
      json: flags.json,
      sandbox: flags.sandbox,
      print: (text) => process.stdout.write(`${text}\n`),
      progress,
    })
  } finally {
    await house.close()
  }
}
