import { CloudOfflineIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { door, queryClient } from '../api'
import styles from './line-strip.module.css'

/** Says when Rolecall's own process is out of reach, and when it is tried again; what is shown stays, and ages. */
export function LineStrip() {
  const state = useSyncExternalStore(door.subscribe, door.state)
  const wasLost = useRef(false)
  useEffect(() => {
    if (state.kind === 'open' && wasLost.current) void queryClient.invalidateQueries()
    wasLost.current = state.kind === 'lost' || (state.kind === 'connecting' && wasLost.current)
  }, [state])
  if (state.kind !== 'lost') return null
  return (
    <div className={styles.strip} role="alert">
      <CloudOfflineIcon />
      <span>
        The connection to Rolecall’s own process is lost. What you see is as of then. Reconnecting{' '}
        <Countdown until={state.retryAt} />
      </span>
      <Button size="small" onClick={door.retryNow}>
        Reconnect now
      </Button>
    </div>
  )
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.ceil((until - now) / 1000)
  // Hidden from assistive technology: an alert that changes each second would be read each second.
  return <span aria-hidden="true">{seconds > 0 ? `in ${seconds} s.` : 'now.'}</span>
}
