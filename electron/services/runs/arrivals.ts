import type { MissingLog } from '../../../shared/domain/log'
import type { RawJobLog } from '../../clients/github-port'
import type { LogKey } from '../../storage/logs/log-folder'
import type { LogAbout } from '../../storage/logs/log-form'
import type { LogStore } from '../../storage/logs/log-store'

/** Where a log comes from. */
export interface LogOrigin {
  about: LogAbout
  fetch(): Promise<RawJobLog>
}

/** A log on its way. */
interface Arrival {
  /** Resolves once the first lines can be read, or with why there are none. */
  begun: Promise<MissingLog | null>
  whole: Promise<MissingLog | null>
}

/** Brings logs into the store, each once however many ask for it. */
export class Arrivals {
  private readonly underway = new Map<string, Arrival>()

  constructor(
    private readonly store: LogStore,
    private readonly space: () => number,
  ) {}

  /** Resolves when there is something to read; with why, where there is none. */
  async begun(key: LogKey, origin: () => LogOrigin): Promise<MissingLog | null> {
    return (await this.arrival(key, origin))?.begun ?? null
  }

  /** Resolves when the log is there to its end; with why, where there is none. */
  async whole(key: LogKey, origin: () => LogOrigin): Promise<MissingLog | null> {
    return (await this.arrival(key, origin))?.whole ?? null
  }

  /** Null where the log is kept already. */
  private async arrival(key: LogKey, origin: () => LogOrigin): Promise<Arrival | null> {
    const name = `${key.host} ${key.repository.toLowerCase()} ${key.jobId}`
    const before = this.underway.get(name)
    if (before) return before
    const kept = await this.store.about(key)
    /* Somebody else may have asked meanwhile. */
    const meanwhile = this.underway.get(name)
    if (kept !== null || meanwhile) return meanwhile ?? null
    const arrival = this.fetch(key, origin())
    this.underway.set(name, arrival)
    const forget = () => this.underway.delete(name)
    arrival.whole.then(forget, forget)
    return arrival
  }

  private fetch(key: LogKey, { about, fetch }: LogOrigin): Arrival {
    let onBegun = (): void => {}
    const first = new Promise<null>((resolve) => {
      onBegun = () => resolve(null)
    })
    const whole = this.bring(key, about, fetch, onBegun)
    const begun = Promise.race([first, whole])
    /* Each is awaited by whoever asked for it, and perhaps nobody asked for the other. */
    begun.catch(() => {})
    whole.catch(() => {})
    return { begun, whole }
  }

  private async bring(
    key: LogKey,
    about: LogAbout,
    fetch: LogOrigin['fetch'],
    onBegun: () => void,
  ): Promise<MissingLog | null> {
    const raw = await fetch()
    if (!raw.available) return raw
    const id = await this.store.begin(key, about)
    try {
      for await (const chunk of raw.body) {
        await this.store.write(id, chunk)
        onBegun()
      }
      await this.store.finish(id, this.space())
      return null
    } catch (error) {
      await this.store.abandon(id)
      throw error
    }
  }
}
