import { useEffect, useState } from 'react'
import { client } from '../api'
import { useStream } from '../use-stream'

/** Lets Rolecall know whether somebody can see this panel: runs are looked at less often while nobody can. */
export function useAttention(): void {
  const [visible, setVisible] = useState(() => document.visibilityState === 'visible')
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  useStream(visible ? 'attending' : null, {
    open: (signal) => client.runs.attend(undefined, { signal }),
    onEvent: () => {},
  })
}
