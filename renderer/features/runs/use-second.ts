import { useEffect, useState } from 'react'

/** The present to the second, for a clock that runs; still while `running` is false. */
export function useSecond(running: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  return now
}
