const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Waits for Ctrl+C, or for another signal that asks the program to end. A second one ends it at once. */
export interface Stop {
  /** Resolves with the exit code that the signal stands for: 128 and its number. */
  asked: Promise<number>
  /** Waits no longer. */
  ignore(): void
}

/** Begins to wait. */
export function awaitStop(): Stop {
  let ignore = (): void => {}
  const asked = new Promise<number>((resolve) => {
    const listeners = SIGNALS.map((signal) => ({
      signal,
      listener: () => {
        ignore()
        resolve(CODES[signal])
      },
    }))
    ignore = () => {
      for (const { signal, listener } of listeners) process.off(signal, listener)
    }
    for (const { signal, listener } of listeners) process.on(signal, listener)
  })
  return { asked, ignore: () => ignore() }
}
