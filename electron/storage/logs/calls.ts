import type { Worker } from 'node:worker_threads'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type { Answer, Asked } from './answer-calls'

/** Thrown for what was asked of a thread that has ended meanwhile. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded'
}

/** A stream that is told to stop and does not within this time is in the middle of something long. */
const STOP_WITHIN_MS = 1_000

/** The way to a thread that answers calls (`answerCalls`). */
export class Calls {
  private readonly waiting = new Map<
    number,
    { resolve(answer: Answer): void; reject(error: unknown): void }
  >()
  private last = 0
  private ended = false

  constructor(private readonly worker: Pick<Worker, 'on' | 'postMessage' | 'terminate' | 'ref' | 'unref'>) {
    worker.on('message', (said: Answer) => {
      const waiting = this.waiting.get(said.id)
      this.settle(said.id)
      if (said.kind !== 'failed') waiting?.resolve(said)
      else waiting?.reject(said.failure ? new ExpectedFailure(said.failure) : said.error)
    })
    worker.on('exit', () => this.end())
  }

  /** Calls a method that resolves with a value. What is in `given` goes to the thread instead of being copied. */
  async value(name: string, args: unknown[], given: readonly ArrayBuffer[] = []): Promise<unknown> {
    const answer = await this.ask({ id: this.nextId(), kind: 'call', name, args }, given)
    return answer.kind === 'value' ? answer.value : undefined
  }

  /** Calls a method that is a stream. A thread that does not stop it when the signal says so is ended. */
  async *stream(name: string, args: unknown[], signal?: AbortSignal): AsyncGenerator<unknown> {
    const id = this.nextId()
    const stop = (): void => void this.stop(id)
    await this.ask({ id, kind: 'call', name, args })
    signal?.addEventListener('abort', stop, { once: true })
    let isOver = false
    try {
      while (!isOver && !signal?.aborted) {
        const answer = await this.ask({ id, kind: 'next' })
        if (answer.kind === 'item') yield answer.item
        else isOver = true
      }
    } finally {
      signal?.removeEventListener('abort', stop)
      if (!isOver && !signal?.aborted) await this.stop(id)
    }
  }

  /** Lets the thread put away what it holds, and ends it. */
  async close(): Promise<void> {
    if (!this.ended) await this.value('close', [])
    await this.terminate()
  }

  /** Ends the thread; what waits for it is told. */
  async terminate(): Promise<void> {
    this.end()
    await this.worker.terminate()
  }

  get isOver(): boolean {
    return this.ended
  }

  private async stop(id: number): Promise<void> {
    if (this.ended) return
    /* Whoever draws from the stream hears at once that it is over; the thread may need longer. */
    const drawing = this.waiting.get(id)
    drawing?.resolve({ id, kind: 'end' })
    this.settle(id)
    const stuck = setTimeout(() => void this.terminate(), STOP_WITHIN_MS)
    try {
      await this.ask({ id, kind: 'stop' })
    } catch (error) {
      if (!(error instanceof ThreadEnded)) throw error
    } finally {
      clearTimeout(stuck)
    }
  }

  private end(): void {
    this.ended = true
    for (const { reject } of this.waiting.values()) reject(new ThreadEnded('The thread has ended.'))
    this.waiting.clear()
  }

  /** A thread that waits for work must not keep a command from ending; one that works must. */
  private settle(id: number): void {
    this.waiting.delete(id)
    if (this.waiting.size === 0) this.worker.unref()
  }

  private nextId(): number {
    this.last += 1
    return this.last
  }

  private ask(asked: Asked, given: readonly ArrayBuffer[] = []): Promise<Answer> {
    if (this.ended) return Promise.reject(new ThreadEnded('The thread has ended.'))
    this.worker.ref()
    return new Promise((resolve, reject) => {
      this.waiting.set(asked.id, { resolve, reject })
      this.worker.postMessage(asked, given)
    })
  }
}
