import { homeFolder } from '../home'
import { createHouse } from '../house'
import { awaitStop } from '../stop'
import { openNodeConf } from '../storage/node-conf'
import { memoryVault } from '../storage/vault'
import { VERSION } from '../version'
import { openLink } from './open-link'
import { servePanel } from './server'

export interface BrowserDoorOptions {
  home: string | undefined
  sandbox: boolean
  /** 0 takes any free port. */
  port: number
  /** Milliseconds that a step of the sandbox's runner takes. */
  pace: number
  open: boolean
}

/** Opens the panel on a loopback address and says where; resolves when it was told to stop. */
export async function openBrowserDoor({
  home,
  sandbox,
  port,
  pace,
  open,
}: BrowserDoorOptions): Promise<void> {
  const house = await createHouse({
    door: 'browser',
    home: homeFolder(home, process.env),
    env: process.env,
    sandbox,
    pace,
    openConf: openNodeConf,
    vault: memoryVault(),
    version: VERSION,
  })
  const server = await servePanel(house, port).catch(async (error: unknown) => {
    await house.close()
    throw error
  })
  const announce = (): string => {
    const link = server.link()
    process.stdout.write(`Rolecall is open at ${link}\n`)
    return link
  }
  const link = announce()
  if (open) openLink(link)
  if (process.stdin.isTTY) {
    process.stdout.write('The link works once. Press Enter for a new one, Ctrl+C to stop.\n')
    process.stdin.on('data', announce)
  }
  await awaitStop().asked
  process.stdin.pause()
  await server.close()
  await house.close()
}
