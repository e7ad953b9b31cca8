import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { type Address, claimAddress, clearAddress, findRunning } from './address'
import { writeProfiles } from './aws-profiles'
import { EmbeddedWorld, type WorldOptions } from './embedded-world'
import { type AnsweringSandbox, type OwnSandbox, placesOf } from './handle'
import { serveLoopback } from './loopback-server'
import { sandboxRoutes, startingResponse } from './sandbox-server'

/** Opens the sandbox of a folder in this process; null when another process was faster. */
export async function openOwnSandbox(
  options: Omit<WorldOptions, 'origin'>,
): Promise<AnsweringSandbox | null> {
  const { folder } = options
  const addressFile = join(folder, 'address.json')
  let routes: Hono | null = null
  const answer: AnsweringSandbox['answer'] = (request) => routes?.fetch(request) ?? startingResponse()
  const { origin, close } = await serveLoopback(answer)
  const address: Address = { pid: process.pid, origin, key: randomBytes(24).toString('base64url') }
  const leave = async (): Promise<void> => {
    await clearAddress(addressFile)
    await close()
  }
  if (!(await claim(addressFile, address))) {
    await close()
    return null
  }
  try {
    const world = await EmbeddedWorld.open({ ...options, origin })
    const places = placesOf(folder, origin)
    routes = sandboxRoutes(world, address.key)
    await writeProfiles(folder, places.awsUrl)
    await world.begin()
    return { ...ownSandbox(world, places, leave), answer }
  } catch (error) {
    await leave()
    throw error
  }
}

function ownSandbox(
  world: EmbeddedWorld,
  places: ReturnType<typeof placesOf>,
  leave: () => Promise<void>,
): OwnSandbox {
  return {
    ...places,
    notices: world.notices,
    stage: world.stage,
    idle: () => world.idle(),
    reset: (fresh = {}) => world.reset(fresh),
    async close() {
      await world.leave()
      await leave()
    },
  }
}

/** Takes the address; what a sandbox that is gone has left is taken down first. */
async function claim(file: string, address: Address): Promise<boolean> {
  if (await claimAddress(file, address)) return true
  if (await findRunning(file)) return false
  await clearAddress(file)
  return claimAddress(file, address)
}
