import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createRouterClient } from '@orpc/server'
import { createHouse, type House } from '../../../electron/house'
import { writeProfiles } from '../../../electron/sandbox/aws-profiles'
import { type OwnSandbox, startSandbox } from '../../../electron/sandbox/sandbox'
import type { World } from '../../../electron/sandbox/world'
import { openNodeConf } from '../../../electron/storage/node-conf'
import { memoryVault } from '../../../electron/storage/vault'
import type { PanelClient } from '../../../electron/terminal/session'
import { repositoryOf } from '../seeded-github'
import { standingOf } from '../service-steps'
import { type FaultProxy, openFaultProxy } from './fault-proxy'

/** A house on the sandbox behind the proxy, as one process would have it. */
export interface Process {
  client: PanelClient
  /** As `kill -9` would: nothing is closed, and nobody may count on it any more. */
  kill(): void
  house: House
  /** Stands between this process and the clouds. */
  proxy: FaultProxy
}

/** One sandbox, one proxy, one home: where cases run one after another. */
export interface Lane {
  sandbox: OwnSandbox
  /** The seeded world with one repository only, and a new process. */
  begin(repository: string): Promise<void>
  /** A process on the home; the same one until it was killed. */
  process(): Promise<Process>
  /** The world and the journal as they are now. */
  keep(): Promise<Kept>
  /** Back to what was kept: both clouds, the journal and the stored setups. */
  restore(kept: Kept): Promise<void>
  close(): Promise<void>
}

export interface Kept {
  world: World
  journal: { id: string; text: string }[]
}

/* Long enough for an answer under load, short enough for a test: nobody waits longer than that for a silent server. */
const ANSWER_WITHIN = '2000'

export async function openLane(): Promise<Lane> {
  const sandbox = await startSandbox({ home: null })
  const seeded = structuredClone(sandbox.stage.world)
  const home = await mkdtemp(join(tmpdir(), 'rolecall-lane-'))
  const folder = join(home, 'sandbox')
  await mkdir(folder, { recursive: true })
  const living = new Set<number>()
  let born = 1_000_000
  let current: Process | null = null
  const open = async (): Promise<Process> => {
    born += 1
    const pid = born
    living.add(pid)
    /* Each process has a line of its own, which is cut when it is killed: what its clients still try leads nowhere. */
    const proxy = await openFaultProxy(sandbox.origin)
    const address = { pid: process.pid, origin: proxy.origin, key: '' }
    await writeFile(join(folder, 'address.json'), JSON.stringify(await keyed(address, sandbox)))
    await writeProfiles(folder, `${proxy.origin}/aws`)
    const house = await createHouse({
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
      tenant: { pid, isAlive: (other) => living.has(other) },
    })
    const kill = (): void => {
      living.delete(pid)
      current = null
      void proxy.close()
    }
    return { client: createRouterClient(house.router), kill, house, proxy }
  }
  const journal = join(folder, 'journal')
  const standing = async (): Promise<Process> => {
    current ??= await open()
    return current
  }
  return {
    sandbox,
    process: standing,
    async begin(repository) {
      await sandbox.idle()
      current?.kill()
      sandbox.stage.world = withOnly(seeded, repository)
      await rm(journal, { recursive: true, force: true })
      const { house } = await standing()
      house.realm().settings.update((stored) => ({ ...stored, setups: {} }))
    },
    async keep() {
      await sandbox.idle()
      const { client } = await standing()
      const applications = await client.setup.applications({ repository: null })
      const texts = applications.map(async ({ id }) => ({
        id,
        text: await readFile(join(journal, `${id}.jsonl`), 'utf8'),
      }))
      return { world: structuredClone(sandbox.stage.world), journal: await Promise.all(texts) }
    },
    async restore(kept) {
      await sandbox.idle()
      sandbox.stage.world = structuredClone(kept.world)
      await rm(journal, { recursive: true, force: true })
      await mkdir(journal, { recursive: true })
      for (const { id, text } of kept.journal) await writeFile(join(journal, `${id}.jsonl`), text)
      const { house } = await standing()
      house.realm().settings.update((stored) => ({ ...stored, setups: {} }))
    },
    async close() {
      await current?.house.close()
      await current?.proxy.close()
      await sandbox.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/* Roles of the others are left out, too: an account is read several times in each case. */
function withOnly(seeded: World, repository: string): World {
  const world = structuredClone(seeded)
  const { github, aws } = world
  const nameOf = ({ owner, name }: { owner: string; name: string }) => `${owner}/${name}`
  const others = github.repositories.map(nameOf).filter((name) => name !== repository)
  github.repositories = github.repositories.filter((each) => nameOf(each) === repository)
  const own = github.repositories[0]?.name ?? ''
  for (const account of Object.values(aws.accounts)) {
    account.roles = account.roles.filter(
      ({ trust }) => trust.includes(`/${own}:`) || !others.some((name) => trust.includes(`${name}:`)),
    )
  }
  return world
}

/* The sandbox in memory keeps its key in its own folder; the lane's home needs it to ask for its health. */
async function keyed(
  address: { pid: number; origin: string; key: string },
  { awsConfigFile }: OwnSandbox,
): Promise<typeof address> {
  const own = JSON.parse(
    await readFile(join(awsConfigFile, '..', '..', 'address.json'), 'utf8'),
  ) as typeof address
  return { ...address, key: own.key }
}

/** Both clouds, and how often each thing was made. */
export interface Tally {
  standing: unknown
  pullRequests: { state: string; head: string }[]
  branches: string[]
  commits: number
}

/** What an application may change, and how often: a second pull request or commit would show. */
export function tally(sandbox: OwnSandbox, name: string): Tally {
  const { pullRequests, git, defaultBranch } = repositoryOf(sandbox, name)
  return structuredClone({
    standing: standingOf(sandbox, name),
    pullRequests: pullRequests.map(({ state, head }) => ({ state, head })),
    branches: Object.keys(git.branches).sort(),
    commits: historyOf(git, git.branches[defaultBranch]),
  })
}

function historyOf(
  git: { commits: Record<string, { parents: string[] }> },
  head: string | undefined,
): number {
  const seen = new Set<string>()
  const queue = head === undefined ? [] : [head]
  for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
    if (seen.has(sha)) continue
    seen.add(sha)
    queue.push(...(git.commits[sha]?.parents ?? []))
  }
  return seen.size
}
