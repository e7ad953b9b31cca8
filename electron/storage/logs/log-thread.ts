import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Calls } from './calls'
import type { LogShelf, ShelfOptions } from './log-shelf'

/** Built beside the program. Where the program runs from its sources there is none. */
const PROGRAM = fileURLToPath(new URL('./log-worker.js', import.meta.url))

/** What is read of a log is garbage soon; where V8 lets more of it gather, three threads hold twice the memory. */
const YOUNG_MIB = 4

type Methods = {
  [K in keyof LogShelf]: LogShelf[K] extends (...args: never[]) => unknown ? LogShelf[K] : never
}
type Item<K extends keyof LogShelf> = ReturnType<Methods[K]> extends AsyncGenerator<infer T> ? T : never

/** A shelf in a thread of its own that starts when it is first needed; without a built program, in this thread. */
export class LogThread {
  private started: Promise<Calls | LogShelf> | null = null

  constructor(
    private readonly inPlace: () => LogShelf,
    private readonly options: ShelfOptions,
  ) {}

  async value<K extends keyof LogShelf>(
    name: K,
    args: Parameters<Methods[K]>,
    given: readonly ArrayBuffer[] = [],
  ): Promise<Awaited<ReturnType<Methods[K]>>> {
    const shelf = await this.shelf()
    if (shelf instanceof Calls)
      return (await shelf.value(name, args, given)) as Awaited<ReturnType<Methods[K]>>
    return Reflect.apply(shelf[name], shelf, args)
  }

  async *stream<K extends 'search' | 'raw'>(
    name: K,
    args: Parameters<Methods[K]>,
    signal?: AbortSignal,
  ): AsyncGenerator<Item<K>> {
    const shelf = await this.shelf()
    if (shelf instanceof Calls) {
      yield* shelf.stream(name, args, signal) as AsyncGenerator<Item<K>>
      return
    }
    for await (const item of Reflect.apply(shelf[name], shelf, args)) {
      if (signal?.aborted) return
      yield item
    }
  }

  /** Calls a method only where there is a shelf already. */
  async ifStarted(name: 'setAside'): Promise<string[] | null> {
    return this.started === null ? null : this.value(name, [])
  }

  async close(): Promise<void> {
    const started = this.started
    this.started = null
    await (await started)?.close()
  }

  /** A thread that was ended because it did not stop is started anew. */
  private async shelf(): Promise<Calls | LogShelf> {
    this.started ??= this.start()
    const shelf = await this.started
    if (!(shelf instanceof Calls) || !shelf.isOver) return shelf
    this.started = this.start()
    return this.started
  }

  private async start(): Promise<Calls | LogShelf> {
    if (!existsSync(PROGRAM)) return this.inPlace()
    const worker = new Worker(PROGRAM, {
      workerData: this.options,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    })
    const calls = new Calls(worker)
    try {
      await once(worker, 'message')
      worker.unref()
      return calls
    } catch {
      /* Where no thread can be started from a packed program, the work is done here: slower, and done. */
      return this.inPlace()
    }
  }
}
