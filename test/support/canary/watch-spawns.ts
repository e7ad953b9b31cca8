import { ChildProcess } from 'node:child_process'
import type { Place } from './find-leaks'

/**
 * Notes the command line and the environment of each program that this process starts from here on. Whatever of
 * `node:child_process` starts one ends in this method. `stop` leaves it as it was.
 */
export function watchSpawns(): { started: Place[]; stop(): void } {
  const started: Place[] = []
  const spawn: unknown = Reflect.get(ChildProcess.prototype, 'spawn')
  if (typeof spawn !== 'function') throw new Error('Node starts programs in another way than it did.')
  Reflect.set(ChildProcess.prototype, 'spawn', function noted(this: ChildProcess, options: unknown) {
    started.push(...placesOf(options))
    return Reflect.apply(spawn, this, [options])
  })
  return { started, stop: () => void Reflect.set(ChildProcess.prototype, 'spawn', spawn) }
}

/** What others on the machine can see of a program, and what it was handed: `options` are Node’s own. */
export function placesOf(options: unknown): Place[] {
  const { envPairs = [], ...visible } = { ...(options as { envPairs?: unknown }) }
  const place = (name: string, what: unknown): Place => ({ name, bytes: Buffer.from(JSON.stringify(what)) })
  return [place('a command line', visible), place('the environment of a program', envPairs)]
}
