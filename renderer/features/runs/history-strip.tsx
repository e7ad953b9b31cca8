import { Button } from '@primer/react'
import type { RunHistory } from '../../../shared/contract/fleet-runs'
import { useNow } from '../../ui/time'
import { count } from '../../ui/words'
import type { HistoryReading } from './history-queries'
import { dayWords, localDay } from './run-words'
import { type Period, sinceOf } from './runs-look'
import styles from './runs-page.module.css'

const DAY = 86_400_000
const WEEK = 7

interface Props {
  history: RunHistory
  period: Period | null
  reading: HistoryReading
}

/** Up to when the runs are known, and the way further back with what it costs. */
export function HistoryStrip({ history: { readFrom, repositories }, period, reading }: Props) {
  const now = useNow()
  const wanted = sinceOf(period, now)
  /* A minute more or less is no gap that anybody would want read. */
  const isCovered =
    wanted !== null && readFrom !== null && Date.parse(readFrom) <= Date.parse(wanted) + 120_000
  const since =
    wanted !== null && !isCovered
      ? wanted
      : new Date((readFrom === null ? now : Date.parse(readFrom)) - WEEK * DAY).toISOString()
  const { progress } = reading
  if (progress) {
    return (
      <div className={styles.strip}>
        <span role="status">
          Reading back, {progress.done} of {count(progress.of, 'repository', 'repositories')} done
        </span>
        <Button size="small" onClick={reading.stop}>
          Stop
        </Button>
      </div>
    )
  }
  const day = dayWords(localDay(Date.parse(since)))
  return (
    <div className={styles.strip}>
      <span>
        {readFrom === null
          ? 'Of each repository only its latest runs are known.'
          : `All runs since ${dayWords(localDay(Date.parse(readFrom)))} are known.`}
      </span>
      <Button size="small" disabled={repositories === 0} onClick={() => reading.read(since, false)}>
        {`Read back to ${day}`}
      </Button>
      <span className="muted">{count(repositories, 'request')} or a few more</span>
    </div>
  )
}
