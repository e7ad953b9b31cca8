import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { createRouterClient } from '@orpc/server'
import { createHouse, type House } from '../../../electron/house'
import { writeProfiles } from '../../../electron/sandbox/aws-profiles'
import { type AnsweringSandbox, startSandbox } from '../../../electron/sandbox/sandbox'
import type { World } from '../../../electron/sandbox/world'
import { openNodeConf } from '../../../electron/storage/node-conf'
import { memoryVault } from '../../../electron/storage/vault'
import type { PanelClient } from '../../../electron/terminal/session'
import type { Setup } from '../../../shared/domain/setup'
import { startRolecall } from '../cli'
import { FORM } from '../service-steps'
import { type FaultProxy, openFaultProxy } from './fault-proxy'

/** A house on the sandbox behind a proxy of its own: what one process of the product has. */
export interface Process {
  client: PanelClient
  house: House
  proxy: FaultProxy
  /** As `kill -9` leaves it: nothing is closed, none of its calls gets through, and its leases count as a dead one's. */
  kill(): void
}

/** A process of the built program, which can really be killed. */
export interface Program {
  proxy: FaultProxy
  /** Starts it; resolves when it has ended, with what it said. */
  run(args: string[]): { ended: Promise<string>; kill(): void }
}

/** What stands before a case, as data. */
export interface Kept {
  world: World
  setups: Record<string, Setup>
  /** Text of each journal file, by its name. */
  journal: Record<string, string>
}

/** One sandbox and one home, where cases run one after another. */
export interface Lane {
  sandbox: AnsweringSandbox
  /** The world as it was seeded. */
  seeded: World
  /** A file with answers of the first-time-use form. */
  form: string
  /** The process on this home that was not killed; a new one where there is none. */
  process(): Promise<Process>
  /** The way of a program to the clouds; what it meets is armed there. */
  program(): Promise<Program>
  keep(): Promise<Kept>
  /** Back to what was kept: both clouds, the journal and the stored setups. `anew`: for a process that begins there. */
  restore(kept: Kept, anew?: 'anew'): Promise<void>
  close(): Promise<void>
}

/* Milliseconds. Long enough for an answer under load, short enough for a test: nobody waits longer for a silent server. */
const ANSWER_WITHIN = '4000'

export async function openLane(): Promise<Lane> {
  const sandbox = await startSandbox({ home: null })
  const seeded = structuredClone(sandbox.stage.world)
  const home = await mkdtemp(join(tmpdir(), 'rolecall-lane-'))
  const folder = join(home, 'sandbox')
  const journal = join(folder, 'journal')
  const form = join(home, 'form.json')
  await mkdir(folder, { recursive: true })
  await writeFile(form, JSON.stringify(FORM))
  const proxies: FaultProxy[] = []
  const doorway = async (): Promise<FaultProxy> => {
    const proxy = await openFaultProxy(sandbox)
    proxies.push(proxy)
    await pointTo(folder, sandbox, proxy.origin)
    return proxy
  }
  const tenants = pretendedTenants()
  let current: Process | null = null
  const begin = async (): Promise<Process> => {
    const proxy = await doorway()
    const tenant = tenants.born()
    const house = await openHouse(home, tenant)
    const kill = (): void => {
      tenants.died(tenant.pid)
      proxy.silence()
      current = null
    }
    return { client: createRouterClient(house.router), house, proxy, kill }
  }
  const process = async (): Promise<Process> => {
    current ??= await begin()
    return current
  }
  return {
    sandbox,
    seeded,
    form,
    process,
    async program() {
      const proxy = await doorway()
      return { proxy, run: (args) => started([...args, '--sandbox', '--home', home]) }
    },
    async keep() {
      await sandbox.idle()
      const { house } = await process()
      return structuredClone({
        world: sandbox.stage.world,
        setups: house.realm().settings.read().setups,
        journal: await textsIn(journal),
      })
    },
    async restore({ world, setups, journal: texts }, anew) {
      await sandbox.idle()
      if (anew) current?.kill()
      sandbox.stage.world = structuredClone(world)
      await rm(journal, { recursive: true, force: true })
      await mkdir(journal, { recursive: true })
      for (const [name, text] of Object.entries(texts)) await writeFile(join(journal, name), text)
      const { settings } = (await process()).house.realm()
      if (!isDeepStrictEqual(settings.read().setups, setups))
        settings.update((stored) => ({ ...stored, setups }))
    },
    async close() {
      await current?.house.close()
      await Promise.all(proxies.map((proxy) => proxy.close()))
      await sandbox.close()
      /* A program that was killed a moment ago may have had a file under way. */
      await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

/* Pauses are shortened by the clocks that a house is given: which tries there are is the product's own rule. */
function openHouse(home: string, tenant: Tenancy): Promise<House> {
  return createHouse({
    door: 'terminal',
    home,
    env: { ROLECALL_ANSWER_WITHIN: ANSWER_WITHIN },
    sandbox: true,
    openConf: openNodeConf,
    vault: memoryVault(),
    version: '0.0.0',
    pace: 0,
    patience: {
      pauses: [40, 80, 160],
      sleep: (milliseconds) => pause(Math.min(milliseconds, 160)),
      now: Date.now,
    },
    tenant,
  })
}

interface Tenancy {
  pid: number
  isAlive(pid: number): boolean
}

/* Beyond what any system gives to a real process. */
const FIRST_PID = 1_000_000_000

function pretendedTenants(): { born(): Tenancy; died(pid: number): void } {
  const living = new Set<number>()
  let last = FIRST_PID
  return {
    born() {
      last += 1
      living.add(last)
      return { pid: last, isAlive: (pid) => living.has(pid) }
    },
    died: (pid) => void living.delete(pid),
  }
}

function started(args: string[]): ReturnType<Program['run']> {
  const child = startRolecall(args)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
    })
  return {
    ended: new Promise((resolve) => child.once('close', () => resolve(said))),
    kill: () => void child.kill('SIGKILL'),
  }
}

async function textsIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder).catch(() => [])
  const texts = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])
  return Object.fromEntries(await Promise.all(texts))
}

/* Whoever starts on the home next finds the sandbox behind this address. */
async function pointTo(folder: string, { awsConfigFile }: AnsweringSandbox, origin: string): Promise<void> {
  const own = await readFile(join(awsConfigFile, '..', '..', 'address.json'), 'utf8')
  await writeFile(join(folder, 'address.json'), JSON.stringify({ ...JSON.parse(own), origin }))
  await writeProfiles(folder, `${origin}/aws`)
}
