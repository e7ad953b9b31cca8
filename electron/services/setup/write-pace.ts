import type { Step } from '../../../shared/domain/plan'
import type { Patience } from './patience'

/** Makes writes wait so that no published limit is met. */
export interface WritePace {
  /** Resolves when the calls of the step may go out; `waiting` hears of a wait that somebody would wonder about. */
  before(step: Pick<Step, 'calls'>, waiting?: (says: string) => void): Promise<void>
}

/** At most `most` within `window` milliseconds. */
interface Limit {
  most: number
  window: number
}

/** GitHub's secondary limits on content-creating requests (field-notes §4): 80 a minute, 500 an hour. */
const GITHUB: readonly Limit[] = [
  { most: 80, window: 60_000 },
  { most: 500, window: 3_600_000 },
]

/** IAM publishes no number; a few calls a second stay below what it throttles (field-notes §2). */
const AWS: readonly Limit[] = [{ most: 4, window: 1_000 }]

/** Milliseconds. A shorter wait needs no word. */
const WORTH_A_WORD = 5_000

/** A server of our own has no limits to respect. */
export const UNPACED: WritePace = { before: async () => {} }

/** The published limits, for all applications of this process together. */
export function publishedPace(patience: Pick<Patience, 'sleep' | 'now'>): WritePace {
  const github = new Window(GITHUB, patience)
  const aws = new Window(AWS, patience)
  return {
    async before({ calls }, waiting) {
      const writes = calls.filter((call) => !call.startsWith('GET '))
      const wait = writes.some(isOfGithub) ? github.left() : 0
      if (wait > WORTH_A_WORD) waiting?.(waitWords(wait))
      for (const call of writes) await (isOfGithub(call) ? github : aws).turn()
    },
  }
}

function isOfGithub(call: string): boolean {
  return call.includes(' /')
}

function waitWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  const time = seconds > 90 ? `${Math.ceil(seconds / 60)} min` : `${seconds} s`
  return `GitHub takes 80 changes a minute and 500 an hour: the next one goes out in ${time}.`
}

/** Turns are given in the order in which they were asked for. */
class Window {
  private readonly given: number[] = []
  private last: Promise<void> = Promise.resolve()

  constructor(
    private readonly limits: readonly Limit[],
    private readonly patience: Pick<Patience, 'sleep' | 'now'>,
  ) {}

  turn(): Promise<void> {
    this.last = this.last.then(() => this.wait())
    return this.last
  }

  /** Milliseconds until a turn that is asked for now, if nobody else asked before. */
  left(): number {
    return this.missing(this.patience.now())
  }

  private async wait(): Promise<void> {
    const { sleep, now } = this.patience
    for (let wait = this.missing(now()); wait > 0; wait = this.missing(now())) await sleep(wait)
    this.given.push(now())
    const longest = Math.max(...this.limits.map(({ window }) => window))
    while ((this.given[0] ?? now()) < now() - longest) this.given.shift()
  }

  private missing(at: number): number {
    const waits = this.limits.map(({ most, window }) => {
      const oldest = this.given.at(-most)
      return oldest === undefined ? 0 : oldest + window - at
    })
    return Math.max(0, ...waits)
  }
}
