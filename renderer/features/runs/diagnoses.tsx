import { LightBulbIcon } from '@primer/octicons-react'
import { Label } from '@primer/react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { failureOf } from '../../api'
import { EvidenceList } from '../../ui/evidence/evidence-list'
import { Problem } from '../../ui/problem'
import { RepairAction } from '../repo/repair-action'
import styles from './diagnoses.module.css'
import { RunAgain } from './run-again'

const CONFIDENCE: Record<
  Diagnosis['confidence'],
  { word: string; variant: 'success' | 'attention' | 'secondary' }
> = {
  certain: { word: 'Certain', variant: 'success' },
  likely: { word: 'Likely', variant: 'attention' },
  possible: { word: 'Possible', variant: 'secondary' },
}

interface Props {
  repository: RepositoryName
  run: RunSummary
  diagnoses: UseQueryResult<Diagnosis[]>
  onGo(jobId: number, line: number | null): void
}

/** Why the run failed, or what a green one did not show, above its log: cause, line, repair, and the way to run it again. */
export function Diagnoses({ repository, run, diagnoses, onGo }: Props) {
  if (diagnoses.error) {
    return <Problem failure={failureOf(diagnoses.error)} onRetry={() => void diagnoses.refetch()} />
  }
  if (diagnoses.isFetching && !diagnoses.data && run.conclusion !== 'success') {
    return (
      <p className="muted" role="status">
        Reading the log for the cause…
      </p>
    )
  }
  if (!diagnoses.data || diagnoses.data.length === 0) return null
  return (
    <section className={styles.diagnoses} aria-label="Diagnosis" data-green={run.conclusion === 'success'}>
      <RunAgain run={run} />
      {diagnoses.data.map((diagnosis) => (
        <Card key={`${diagnosis.cause} ${diagnosis.jobId}`} {...{ repository, run, diagnosis, onGo }} />
      ))}
    </section>
  )
}

function Card({
  repository,
  run,
  diagnosis,
  onGo,
}: Pick<Props, 'repository' | 'run' | 'onGo'> & { diagnosis: Diagnosis }) {
  const { title, says, confidence, jobId, jobName, line, excerpt, evidence, consequences, repair } = diagnosis
  const { word, variant } = CONFIDENCE[confidence]
  return (
    <article className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <LightBulbIcon className={styles.icon ?? ''} />
        <h2 className={styles.title}>{title}</h2>
        <Label variant={variant}>{word}</Label>
        <span className={styles.repair}>
          {repair && <RepairAction repair={repair} repository={repository} runId={run.id} />}
        </span>
      </div>
      <p className={styles.says}>{says}</p>
      {jobId !== null && line !== null && (
        <button type="button" className={styles.excerpt} onClick={() => onGo(jobId, line)}>
          <span className={styles.where}>
            {jobName}, line {line}
          </span>
          <code>{excerpt}</code>
        </button>
      )}
      {consequences.length > 0 && (
        <div className={styles.later}>
          <p>What followed from it:</p>
          <ul>
            {consequences.map((each) => (
              <li key={each.line}>
                <button
                  type="button"
                  className={styles.jump}
                  disabled={jobId === null}
                  onClick={() => jobId !== null && onGo(jobId, each.line)}
                >
                  Line {each.line}
                </button>{' '}
                {each.title}
              </li>
            ))}
          </ul>
        </div>
      )}
      {evidence.length > 0 && (
        <details className={styles.evidence} open={evidence.length <= 2}>
          <summary>Evidence</summary>
          <EvidenceList evidence={evidence} />
        </details>
      )}
    </article>
  )
}
