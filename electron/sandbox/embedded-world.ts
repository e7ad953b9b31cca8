import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setAside } from '../storage/atomic-file'
import { type SandboxClock, sandboxClock } from './clock'
import type { SandboxOptions } from './handle'
import { type IssuerKeys, openIssuer } from './issuer'
import { createRunner, type Runner } from './runner/runner'
import { livePace, type Tempo } from './runner/tempo'
import type { TriggerEvent } from './runner/trigger'
import type { FreshWorld } from './sandbox-server'
import { pastTempo, playHistory } from './seed/history'
import { type CastWorld, castWorld } from './seed/seed-world'
import type { Stage, World } from './world'
import { FORGETFUL, keepWorld, readWorld, type WorldKeeper } from './world-file'

export interface WorldOptions extends SandboxOptions {
  folder: string
  /** The address under which the world's servers reach each other. */
  origin: string
  /** Whether the world outlives the process. */
  keep: boolean
}

const DEFAULT_SEED = 7

/** A changed role is felt after so many steps of the runner, and after two seconds at most (field-notes §2). */
const CONSISTENCY = { steps: 4, mostSeconds: 2 }

/** The world in motion: everything of the sandbox but its server. */
export class EmbeddedWorld {
  readonly stage: Stage
  readonly issuer: IssuerKeys
  readonly notices: string[]
  readonly #options: WorldOptions
  readonly #clock: SandboxClock
  readonly #keeper: WorldKeeper
  #runner: Runner
  /** Who plays what in a world that has no past yet. */
  #cast: CastWorld['cast'] | null
  #ready = false
  #turn: Promise<void> = Promise.resolve()

  /** Opens the kept world of a folder, or makes a new one. */
  static async open(options: WorldOptions): Promise<EmbeddedWorld> {
    const clock = sandboxClock(options.now ?? Date.now)
    const { world, notices } = await keptWorld(options, clock)
    const issuer = await openIssuer(options.keep ? join(options.folder, 'issuer-key.json') : null)
    const { seed = DEFAULT_SEED, repos } = options
    const first = world
      ? { world, cast: null }
      : castWorld({ seed, now: clock.now(), ...(repos === undefined ? {} : { repos }) })
    return new EmbeddedWorld(options, clock, issuer, notices, first)
  }

  private constructor(
    options: WorldOptions,
    clock: SandboxClock,
    issuer: IssuerKeys,
    notices: string[],
    { world, cast }: { world: World; cast: CastWorld['cast'] | null },
  ) {
    this.#options = options
    this.#clock = clock
    this.#cast = cast
    this.issuer = issuer
    this.notices = notices
    this.#keeper = options.keep
      ? keepWorld(worldFile(options.folder), () => this.stage.world, report)
      : FORGETFUL
    this.stage = { world, now: clock.now, changed: () => this.#changed() }
    this.#runner = this.#newRunner(livePace(options.pace ?? 0, options.pass))
  }

  /* A world without its past is not kept: whoever is stopped while it is made begins anew. */
  #changed(): void {
    if (this.#cast === null) this.#keeper.changed()
  }

  get ready(): boolean {
    return this.#ready
  }

  /** Makes the past of a new world, or takes up what a kept one left; to be called once the server answers. */
  async begin(): Promise<void> {
    const { pace = 0 } = this.#options
    const { aws } = this.stage.world
    if (this.#cast) {
      const past = this.#newRunner(pastTempo(this.#clock))
      await playHistory(this.stage, this.#cast, this.#clock, past)
      this.#cast = null
    }
    aws.consistencyDelay = Math.min(CONSISTENCY.mostSeconds, (pace * CONSISTENCY.steps) / 1000)
    this.#runner.resume()
    this.stage.changed()
    await this.#keeper.flush()
    this.#ready = true
  }

  trigger(event: TriggerEvent): void {
    this.#runner.trigger(event)
  }

  idle(): Promise<void> {
    return this.#runner.idle()
  }

  /** Begins a new world in place of this one; one reset after the other. */
  reset(fresh: FreshWorld): Promise<void> {
    this.#turn = this.#turn.catch(() => {}).then(() => this.#startAnew(fresh))
    return this.#turn
  }

  async #startAnew({ seed, repos }: FreshWorld): Promise<void> {
    this.#ready = false
    await this.#runner.stop()
    await rm(journalFolder(this.#options.folder), { recursive: true, force: true })
    await rm(logFolder(this.#options.folder), { recursive: true, force: true })
    const { world } = this.stage
    const next = castWorld({
      seed: seed ?? world.seed,
      repos: repos ?? world.github.repositories.length,
      now: this.#clock.now(),
    })
    this.stage.world = next.world
    this.#cast = next.cast
    this.#runner = this.#newRunner(livePace(this.#options.pace ?? 0, this.#options.pass))
    await this.begin()
  }

  /** Stops every run where it is, and keeps the world. */
  async leave(): Promise<void> {
    await this.#runner.stop()
    await this.#keeper.flush()
  }

  #newRunner(tempo: Tempo): Runner {
    const { origin } = this.#options
    return createRunner(this.stage, { origin, issuer: this.issuer, tempo, onError: report })
  }
}

function worldFile(folder: string): string {
  return join(folder, 'world.json')
}

async function keptWorld(
  { folder, keep, reset }: WorldOptions,
  clock: SandboxClock,
): Promise<{ world: World | null; notices: string[] }> {
  if (!keep) return { world: null, notices: [] }
  if (reset) {
    await rm(journalFolder(folder), { recursive: true, force: true })
    await rm(logFolder(folder), { recursive: true, force: true })
    return { world: null, notices: [] }
  }
  const { world, setAside: aside } = await readWorld(worldFile(folder), clock.now())
  if (!world) setAside(journalFolder(folder), clock.now())
  const notice = `The sandbox’s world could not be read and was kept as ${aside}. A new one was made.`
  return { world, notices: aside === null ? [] : [notice] }
}

/** What was applied to a world that is gone cannot be taken back, and tells nothing of the runs of the next one. */
/* Job IDs begin anew with the world. */
function logFolder(folder: string): string {
  return join(folder, 'logs')
}

function journalFolder(folder: string): string {
  return join(folder, 'journal')
}

/** What goes wrong behind everybody's back is a bug, or a full disk: the terminal is told. */
function report(error: unknown): void {
  console.error(error)
}
