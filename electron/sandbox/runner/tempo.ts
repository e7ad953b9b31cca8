/** What the runner waits for between two states that others can see. */
export type Beat = 'queue' | 'step' | 'retry'

/** How time passes for the runner. */
export interface Tempo {
  /** Resolves when the moment has passed; always asynchronous. */
  beat(kind: Beat): Promise<void>
  /** Lets so many milliseconds of a job pass that sleeps: at once, and only where the clock can be moved. */
  sleep(milliseconds: number): void
}

/** Real waiting: `pace` milliseconds a step, a quarter of it between retries; 0 only yields to other work. */
export function livePace(pace: number, pass: (milliseconds: number) => void = () => {}): Tempo {
  return {
    sleep: pass,
    beat: (kind) =>
      new Promise((resolve) => {
        const wait = kind === 'retry' ? pace / 4 : pace
        if (wait > 0) setTimeout(resolve, wait)
        else setImmediate(resolve)
      }),
  }
}
