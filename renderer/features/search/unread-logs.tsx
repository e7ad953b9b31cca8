import { Link } from 'react-router'
import { count, repositoryPath } from '../../ui/words'
import styles from './search-page.module.css'
import type { UnreadLog } from './use-log-search'

/** Logs that could not be searched, each reason once with where it holds. */
export function UnreadLogs({ logs }: { logs: readonly UnreadLog[] }) {
  if (logs.length === 0) return null
  const reasons = new Map<string, UnreadLog[]>()
  for (const log of logs) reasons.set(log.says, [...(reasons.get(log.says) ?? []), log])
  return (
    <details className={styles.unread}>
      <summary>{count(logs.length, 'log')} could not be read</summary>
      <ul>
        {[...reasons].map(([says, members]) => (
          <li key={says}>
            {says} <Way recovery={members[0]?.recovery ?? null} />
            <ul className={styles.where}>
              {members.map(({ repository, runId }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a run may lack several logs for one reason, and the list only grows.
                <li key={index}>
                  <Link to={repositoryPath(repository, runId === null ? '' : `/runs/${runId}`)}>
                    {repository}
                    {runId !== null && `, run ${runId}`}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Way({ recovery }: { recovery: UnreadLog['recovery'] }) {
  if (recovery?.kind !== 'open-page') return null
  return (
    <a href={recovery.url} target="_blank" rel="noreferrer">
      {recovery.label}
    </a>
  )
}
