import { AlertIcon } from '@primer/octicons-react'
import type { FileComplaint } from '../../../shared/domain/profile'
import styles from './aws-profiles.module.css'

/** What is odd in the AWS files, by file and line; closed, because most of it harms nobody. */
export function FileComplaints({ complaints }: { complaints: readonly FileComplaint[] }) {
  if (complaints.length === 0) return null
  const count = complaints.length === 1 ? 'One thing is' : `${complaints.length} things are`
  return (
    <details className={styles.complaints}>
      <summary>
        <span className="inline-mark">
          <AlertIcon className={styles.warning ?? ''} /> {count} odd in your AWS files
        </span>
      </summary>
      <ul>
        {complaints.map(({ file, line, says }) => (
          <li key={`${file}:${line}:${says}`}>
            <span className="mono">
              {file}
              {line !== null && `:${line}`}
            </span>
            <span>{says}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
