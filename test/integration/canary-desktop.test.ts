import type { ElectronApplication } from '@playwright/test'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { chooseElectron } from '../e2e/door/electron-choice'
import { openDesktop } from '../e2e/door/open-desktop'
import type { DesktopPanel } from '../e2e/door/panel'
import { findLeaks, type Place, placesBelow } from '../support/canary/find-leaks'
import { type DoorClient, flows } from '../support/canary/flows'
import {
  echoingServer,
  type Machine,
  machineWithKeys,
  outOfPlace,
  SECRETS,
  secretsMade,
} from '../support/canary/secrets'
import { placesOf } from '../support/canary/watch-spawns'
import { clientInWindow, placesIn } from '../support/canary/window-client'
import { githubSandbox, grant } from '../support/github-house'

/*
 * The canary in the desktop door: its window is asked through its own IPC, and everything is searched that the window
 * was sent, that lies on disk, that was written, that other programs were started with, and that a crash tells.
 */

const sandbox = githubSandbox()
const KEYRING = '--password-store=gnome-libsecret'
const NO_KEYRING = '--password-store=basic'

async function open({ home, env }: Machine, keyring: string): Promise<DesktopPanel> {
  const surroundings = {
    ...env,
    PATH: `${env.PATH}:${process.env.PATH}`,
    AWS_CONFIG_FILE: `${home}/.aws/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${home}/.aws/credentials`,
  }
  const desktop = await openDesktop({ home, sandbox: false, surroundings, switches: [keyring] })
  onTestFinished(() => desktop.close())
  await desktop.page.getByRole('heading', { level: 1 }).waitFor()
  return desktop
}

/** Whether tokens are kept beyond the process, as the door itself says it. */
const keeps = async (client: DoorClient): Promise<boolean> => (await client.connections.get()).keepsSecrets

/** Notes in the main process what it starts programs with. */
async function watchPrograms(app: ElectronApplication): Promise<() => Promise<Place[]>> {
  await app.evaluate(() => {
    const { ChildProcess } = process.getBuiltinModule('node:child_process')
    const noted: string[] = []
    const spawn: (options: unknown) => unknown = Reflect.get(ChildProcess.prototype, 'spawn')
    Reflect.set(globalThis, 'programsStarted', noted)
    Reflect.set(ChildProcess.prototype, 'spawn', function start(this: object, options: unknown) {
      noted.push(JSON.stringify(options))
      return Reflect.apply(spawn, this, [options])
    })
  })
  return async () => {
    const noted: string[] = await app.evaluate(() => Reflect.get(globalThis, 'programsStarted'))
    return noted.flatMap((options) => placesOf(JSON.parse(options)))
  }
}

/** A defect that holds a secret, thrown and rejected where nobody catches it; what the box on the screen said. */
async function crash({ app, output }: DesktopPanel, secret: string): Promise<Place[]> {
  await app.evaluate(({ dialog }, word) => {
    const boxes: string[] = []
    Reflect.set(globalThis, 'boxesShown', boxes)
    dialog.showErrorBox = (title, content) => void boxes.push(`${title}: ${content}`)
    setTimeout(() => {
      throw new Error(`a bug that holds ${word}`)
    })
    void Promise.reject(new Error(`a promise that holds ${word}`))
  }, secret)
  await vi.waitFor(() => expect(output().match(/an error of its own/g)?.length).toBeGreaterThan(1), 20_000)
  const boxes: string[] = await app.evaluate(() => Reflect.get(globalThis, 'boxesShown'))
  expect(boxes.join()).toContain('a bug that holds •••')
  return boxes.map((text) => ({ name: 'a box on the screen', bytes: Buffer.from(text) }))
}

describe.runIf(process.platform !== 'win32')(`the desktop door, on ${chooseElectron().name}`, () => {
  test('no secret in the window, on disk, in what is written, started or told of a crash; signing out wipes', async () => {
    const machine = await machineWithKeys(sandbox())
    const { home } = machine
    grant(sandbox(), SECRETS.token)
    const desktop = await open(machine, KEYRING)
    const programs = await watchPrograms(desktop.app)
    const { client, received } = await clientInWindow(desktop.page)
    await flows(client, sandbox(), await echoingServer())
    const boxes = await crash(desktop, SECRETS.token)

    const secrets = { ...SECRETS, ...(await secretsMade(sandbox(), home)) }
    const kept = await placesBelow(home)
    const started = await programs()
    const written = { name: 'what was written', bytes: Buffer.from(desktop.output()) }
    const places = [...received, ...(await placesIn(desktop.page)), ...kept, ...started, ...boxes, written]
    expect(received.length).toBeGreaterThan(20)
    expect(started.length).toBeGreaterThan(2)
    expect(kept.some(({ name }) => name === 'vault.json')).toBe(await keeps(client))
    expect(outOfPlace(findLeaks(secrets, places))).toEqual([])

    for (const { id } of (await client.connections.get()).identities)
      await client.connections.disconnectGithub({ id })
    expect((await placesBelow(home)).map(({ name }) => name)).not.toContain('vault.json')
  }, 120_000)

  test('without a keyring it keeps no token, says why, and has forgotten it at the next start', async ({
    skip,
  }) => {
    const machine = await machineWithKeys(sandbox())
    const desktop = await open(machine, NO_KEYRING)
    const { client } = await clientInWindow(desktop.page)
    skip(await keeps(client), 'the keyring of this system cannot be left out by a switch')
    grant(sandbox(), SECRETS.token)
    const { whyNotKept } = await client.connections.connectGithub({
      host: sandbox().githubUrl,
      token: SECRETS.token,
    })
    expect(whyNotKept).toMatch(/no encryption.*kept in memory until Rolecall ends.*keyring/)
    await desktop.close()
    expect(outOfPlace(findLeaks(SECRETS, await placesBelow(machine.home)))).toEqual([])
    const again = await clientInWindow((await open(machine, NO_KEYRING)).page)
    expect((await again.client.connections.get()).identities).toEqual([])
  }, 120_000)
})
