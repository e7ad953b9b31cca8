import { AlertIcon, CommentIcon, InfoIcon, XCircleIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { MOST_ANNOTATED } from '../../../shared/contract/fleet-runs'
import type { RunAnnotation } from '../../../shared/domain/artifact'
import type { RunJob, RunState } from '../../../shared/domain/run'
import { api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { count } from '../../ui/words'
import styles from './run-leftovers.module.css'

const MARKS = {
  failure: { icon: XCircleIcon, word: 'Error', tone: styles.failure },
  warning: { icon: AlertIcon, word: 'Warning', tone: styles.warning },
  notice: { icon: InfoIcon, word: 'Notice', tone: styles.notice },
} as const

/** What the jobs of a run that is over told besides their logs; that the token may not read it is said, not hidden. */
export function RunAnnotations({ state: { run, jobs } }: { state: RunState }) {
  const asked = worthAsking(jobs)
  const input = { repository: run.repository, jobIds: asked.map(({ id }) => id) }
  const answer = useQuery(
    api.runs.annotations.queryOptions({
      input,
      enabled: run.status === 'completed' && asked.length > 0,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  if (answer.error) return <Problem failure={failureOf(answer.error)} onRetry={() => void answer.refetch()} />
  if (!answer.data) return null
  const { annotations, refused } = answer.data
  if (annotations.length === 0 && refused === null) return null
  const left = jobs.length - asked.length
  return (
    <details className={styles.box}>
      <summary>
        <span className="inline-mark">
          <CommentIcon />
          {refused ? 'Annotations cannot be read' : count(annotations.length, 'annotation')}
        </span>
      </summary>
      {refused && <p className={styles.note}>{refused.sentence}</p>}
      <ul className={styles.list} aria-label="Annotations">
        {annotations.map((annotation) => (
          <Annotation
            key={`${annotation.jobId} ${annotation.path} ${annotation.line} ${annotation.message}`}
            annotation={annotation}
            job={jobs.find(({ id }) => id === annotation.jobId)}
          />
        ))}
      </ul>
      {left > 0 && <p className={styles.note}>{count(left, 'more job')} were not asked.</p>}
    </details>
  )
}

function Annotation({ annotation, job }: { annotation: RunAnnotation; job: RunJob | undefined }) {
  const { level, title, message, path, line } = annotation
  const { icon: Shape, word, tone } = MARKS[level]
  return (
    <li className={styles.annotation}>
      <span className={tone}>
        <Shape aria-label={word} />
      </span>
      <span>
        {title !== null && <strong>{title} </strong>}
        <span className={styles.message}>{message}</span>
        <span className={styles.where}>
          {job?.name}
          {path !== null && (
            <code>
              {path}
              {line !== null && `:${line}`}
            </code>
          )}
        </span>
      </span>
    </li>
  )
}

/** Jobs that ran, those that did not succeed first, as many as may be asked at a time. */
function worthAsking(jobs: readonly RunJob[]): RunJob[] {
  const ran = jobs.filter(({ conclusion }) => conclusion !== null && conclusion !== 'skipped')
  const failed = ran.filter(({ conclusion }) => conclusion !== 'success')
  const others = ran.filter(({ conclusion }) => conclusion === 'success')
  return [...failed, ...others].slice(0, MOST_ANNOTATED)
}
