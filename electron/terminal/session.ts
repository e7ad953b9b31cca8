import { createRouterClient, type RouterClient } from '@orpc/server'
import type { RepositoryName } from '../../shared/domain/ids'
import { homeFolder } from '../home'
import { createHouse, type House } from '../house'
import type { createRouter } from '../router'
import { awaitStop } from '../stop'
import { openNodeConf } from '../storage/node-conf'
import { memoryVault } from '../storage/vault'
import { VERSION } from '../version'
import { askMfaAtTerminal } from './ask-mfa'
import { visible } from './printable'
import { type Call, told } from './tell'

/** Flags that every verb takes. */
export interface SharedFlags {
  json: boolean
  sandbox: boolean
  /** `LOGIN@HOST` of the GitHub identity to act as. */
  identity?: string
  /** The GitHub to look at, by its host’s name. */
  host?: string
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
  /** An artifact's zip file as GitHub gives it: a file is no part of the contract, and each door has its own way. */
  artifact(repository: RepositoryName, id: number): Promise<AsyncIterable<Uint8Array>>
  /** What happens meanwhile, on standard error. */
  progress(text: string): void
  /** A failure with what to do about it, as one line. */
  told(failure: Parameters<typeof told>[0]): string
  /** Says what a user should know who stops the verb from now on; `finish` ends an answer that has begun. */
  ifStopped(says: string, finish?: () => void): void
}

/** How the house is opened for a verb: `alone` tries no connection first. */
export interface Opening {
  alone?: boolean
}

/** Opens the house for one command, runs it, closes; the number is the exit code. */
export async function inSession(
  call: Call,
  flags: SharedFlags,
  verb: (session: Session) => Promise<number>,
  { alone = false }: Opening = {},
): Promise<number> {
  const house = await createHouse({
    door: 'terminal',
    alone,
    askMfa: askMfaAtTerminal,
    home: homeFolder(flags.home, process.env),
    env: process.env,
    sandbox: flags.sandbox,
    ...(flags.identity === undefined ? {} : { identity: flags.identity }),
    ...(flags.host === undefined ? {} : { host: flags.host }),
    pace: flags.pace,
    openConf: openNodeConf,
    vault: memoryVault(),
    version: VERSION,
  })
  const client = createRouterClient(house.router)
  const progress = (text: string): void => void process.stderr.write(`${visible(text)}\n`)
  const noticed = new Set<string>()
  const notice = async (): Promise<void> => {
    const fresh = (await client.settings.get()).notices.filter(({ id }) => !noticed.has(id))
    for (const { id, says } of fresh) {
      noticed.add(id)
      progress(says)
    }
  }
  let parting = 'Stopped.'
  let finish = (): void => {}
  let isOver = false
  const session: Session = {
    client,
    json: flags.json,
    sandbox: flags.sandbox,
    artifact: async (repository, id) => (await house.realm().leftovers.artifact(repository, id)).body,
    print: (text) => {
      if (!isOver) process.stdout.write(`${flags.json ? text : visible(text)}\n`)
    },
    progress,
    told: (failure) => told(failure, call),
    ifStopped: (says, end = () => {}) => {
      parting = says === '' ? 'Stopped.' : `Stopped. ${says}`
      finish = end
    },
  }
  return untilStopped(
    house,
    async () => {
      await notice()
      try {
        return await verb(session)
      } finally {
        await notice()
      }
    },
    () => {
      finish()
      /* The verb may go on for a moment: nothing may follow the end of its answer. */
      isOver = true
      progress(parting)
    },
  )
}

/** Runs to the end or until a signal; then the house is closed, and nothing that was to be kept is lost. */
async function untilStopped(house: House, run: () => Promise<number>, part: () => void): Promise<number> {
  const stop = awaitStop()
  let code: number | null = null
  try {
    return await Promise.race([
      run(),
      stop.asked.then((asked) => {
        part()
        code = asked
        return asked
      }),
    ])
  } finally {
    stop.ignore()
    await house.close()
    /* What the verb still waits for must not keep the process. */
    if (code !== null) process.exit(code)
  }
}
