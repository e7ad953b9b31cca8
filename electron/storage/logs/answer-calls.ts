import type { MessagePort } from 'node:worker_threads'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'

/* Calls from one thread to another: promises, and streams that are drawn item by item. */

export type Asked =
  | { id: number; kind: 'call'; name: string; args: unknown[] }
  | { id: number; kind: 'next' }
  | { id: number; kind: 'stop' }

export type Answer =
  | { id: number; kind: 'value'; value: unknown }
  | { id: number; kind: 'stream' }
  | { id: number; kind: 'item'; item: unknown }
  | { id: number; kind: 'end' }
  | { id: number; kind: 'failed'; failure: Failure | null; error: unknown }

/** Answers calls with the methods of an object. */
export function answerCalls(port: Pick<MessagePort, 'on' | 'postMessage'>, methods: object): void {
  const streams = new Map<number, AsyncGenerator<unknown>>()
  port.on('message', (asked: Asked) => {
    answer(asked, methods, streams)
      .catch((error: unknown): Answer => {
        streams.delete(asked.id)
        const failure = error instanceof ExpectedFailure ? error.failure : null
        return { id: asked.id, kind: 'failed', failure, error: failure ? null : error }
      })
      .then((said) => port.postMessage(said))
  })
}

async function answer(
  asked: Asked,
  methods: object,
  streams: Map<number, AsyncGenerator<unknown>>,
): Promise<Answer> {
  const { id } = asked
  if (asked.kind === 'call') {
    const method: unknown = Reflect.get(methods, asked.name)
    if (typeof method !== 'function') throw new TypeError(`There is no ${asked.name}.`)
    const given: unknown = Reflect.apply(method, methods, asked.args)
    if (!isStream(given)) return { id, kind: 'value', value: await given }
    streams.set(id, given)
    return { id, kind: 'stream' }
  }
  const stream = streams.get(id)
  if (asked.kind === 'next' && stream) {
    const { done, value } = await stream.next()
    if (!done) return { id, kind: 'item', item: value }
  }
  streams.delete(id)
  await stream?.return(undefined)
  return { id, kind: 'end' }
}

function isStream(value: unknown): value is AsyncGenerator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
