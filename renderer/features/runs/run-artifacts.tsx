import { DownloadIcon, FileZipIcon } from '@primer/octicons-react'
import { LinkButton } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import type { RunArtifact } from '../../../shared/domain/artifact'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { ageOf, momentOf, useNow } from '../../ui/time'
import { bytesWords, count } from '../../ui/words'
import styles from './run-leftovers.module.css'

/** What the run left behind, to be saved while GitHub keeps it; nothing where it left nothing. */
export function RunArtifacts({ run }: { run: RunSummary }) {
  const { repository, id: runId } = run
  const artifacts = useQuery(
    api.runs.artifacts.queryOptions({
      input: { repository, runId },
      enabled: run.status === 'completed',
    }),
  )
  if (artifacts.error) {
    return <Problem failure={failureOf(artifacts.error)} onRetry={() => void artifacts.refetch()} />
  }
  if (!artifacts.data || artifacts.data.length === 0) return null
  return (
    <details className={styles.box}>
      <summary>
        <span className="inline-mark">
          <FileZipIcon />
          {count(artifacts.data.length, 'artifact')}
        </span>
      </summary>
      <ul className={styles.list} aria-label="Artifacts">
        {artifacts.data.map((artifact) => (
          <Artifact key={artifact.id} repository={repository} artifact={artifact} />
        ))}
      </ul>
    </details>
  )
}

function Artifact({ repository, artifact }: { repository: RepositoryName; artifact: RunArtifact }) {
  const now = useNow()
  const { id, name, bytes, expired, expiresAt } = artifact
  const file = `${name}.zip`
  return (
    <li className={styles.item}>
      <strong>{name}</strong>
      <span className="muted">{bytesWords(bytes)}</span>
      {expiresAt !== null && (
        <time className="muted" dateTime={expiresAt} title={momentOf(expiresAt)}>
          {expired ? `expired ${ageOf(expiresAt, now)}` : `kept for ${leftWords(expiresAt, now)}`}
        </time>
      )}
      {expired ? (
        <span className={styles.end}>GitHub has deleted it</span>
      ) : (
        <LinkButton
          className={styles.end ?? ''}
          size="small"
          leadingVisual={DownloadIcon}
          href={`./artifacts/${repository}/${id}/${encodeURIComponent(file)}`}
          download={file}
          aria-label={`Save ${file}`}
        >
          Save
        </LinkButton>
      )}
    </li>
  )
}

const HOUR = 3_600_000

function leftWords(until: string, now: number): string {
  const hours = Math.max(0, Math.floor((Date.parse(until) - now) / HOUR))
  return hours < 48 ? `${count(hours, 'more hour')}` : `${count(Math.floor(hours / 24), 'more day')}`
}
