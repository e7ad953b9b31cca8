/** The sandbox's clock: the real one, or a moment in the past while the world's history is being made. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Stops at a moment; `pass` moves it on. */
  travelTo(moment: number): void
  pass(milliseconds: number): void
  /** Goes on with the present. */
  comeBack(): void
}

export function sandboxClock(present: () => number): SandboxClock {
  let moment: number | null = null
  return {
    now: () => moment ?? present(),
    travelTo: (to) => {
      moment = to
    },
    pass: (milliseconds) => {
      if (moment !== null) moment += milliseconds
    },
    comeBack: () => {
      moment = null
    },
  }
}
