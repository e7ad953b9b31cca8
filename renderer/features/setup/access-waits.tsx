import { HourglassIcon } from '@primer/octicons-react'
import { useEffect, useRef } from 'react'
import type { AccessWait } from '../../../shared/domain/access-wait'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api, queryClient } from '../../api'
import { clockOf, durationOf, momentOf } from '../../ui/time'
import { useSecond } from '../runs/use-second'
import styles from './access-waits.module.css'
import { useWaits } from './setup-queries'

/** What AWS has not finished yet, since when, and how long that may take. */
export function AccessWaits({ repository }: { repository: RepositoryName | null }) {
  const waits = useWaits(repository).data ?? []
  useFreshWhenOver(waits.length, repository)
  const now = useSecond(waits.length > 0)
  return waits.map((wait) => (
    <div key={`${wait.what} ${wait.account} ${wait.model}`} className={styles.wait} role="status">
      <HourglassIcon />
      <div>
        <p className={styles.title}>{titleOf(wait)}</p>
        <p className={styles.text}>
          Since{' '}
          <time dateTime={wait.since} title={momentOf(wait.since)}>
            {clockOf(wait.since)}
          </time>
          ,{' '}
          <span aria-hidden="true">
            {durationOf(wait.since, now)}
            {' ago. '}
          </span>
          {wait.overdue
            ? 'AWS takes longer than its fifteen minutes. Rolecall keeps looking; if it stays, ask AWS Support.'
            : `AWS takes up to fifteen minutes, until ${clockOf(wait.until)}. Rolecall looks again every 20 seconds, also after a restart.`}
        </p>
        <progress
          className={styles.bar}
          aria-label="Of the fifteen minutes"
          max={Date.parse(wait.until) - Date.parse(wait.since)}
          value={Math.max(0, now - Date.parse(wait.since))}
        />
      </div>
    </div>
  ))
}

function titleOf({ what, account, model }: AccessWait): string {
  return what === 'form'
    ? `Waiting until Anthropic’s form is felt in the account ${account}`
    : `Waiting for the agreement for ${model} in the account ${account}`
}

/** What depended on it is read again as soon as it is there. */
function useFreshWhenOver(open: number, repository: RepositoryName | null): void {
  const before = useRef(open)
  useEffect(() => {
    if (before.current > open && repository !== null) {
      const input = { repository }
      void queryClient.invalidateQueries({ queryKey: api.fleet.repository.key({ input }) })
      void queryClient.invalidateQueries({ queryKey: api.setup.plan.key() })
    }
    before.current = open
  }, [open, repository])
}
