import { LockIcon } from '@primer/octicons-react'
import type { JobValue, JobValues } from '../../../shared/domain/job-values'
import type { RepositoryObservation, ValueScope } from '../../../shared/domain/observation'
import { StatusGlyph } from '../../ui/status-glyph'
import { Unread } from '../../ui/unread'
import styles from './sections.module.css'

interface Props {
  jobs: readonly JobValues[]
  observation: RepositoryObservation
}

/** The value that each job sees for each name, where it comes from, what it hides, and why it is empty. */
export function VariablesSection({ jobs, observation }: Props) {
  const failures = [observation.variables, observation.secrets].flatMap((part) =>
    part.known ? [] : [part.failure],
  )
  const unread = failures.filter(
    ({ sentence }, index) => failures.findIndex((each) => each.sentence === sentence) === index,
  )
  const reading = jobs.filter(({ values }) => values.length > 0)
  return (
    <section className="section" aria-labelledby="variables">
      <h2 className="section-title" id="variables">
        Effective values
      </h2>
      {unread.map((failure) => (
        <Unread key={failure.sentence} failure={failure} />
      ))}
      {reading.length === 0 && unread.length === 0 && (
        <p className="muted">No job of these workflows reads a variable or a secret.</p>
      )}
      {reading.map((job) => (
        <Job key={`${job.workflowPath} ${job.jobId}`} job={job} />
      ))}
    </section>
  )
}

function Job({ job }: { job: JobValues }) {
  const { workflowPath, jobId, environment, values } = job
  const hiding = values.some(({ hides }) => hides.length > 0)
  return (
    <article className={styles.workflow} aria-label={`Values of ${jobId}`}>
      <h3 className={styles.workflowHead}>
        <span>{jobId}</span>
        <code>{workflowPath}</code>
        <span className={styles.triggers}>
          {environment === null ? 'no environment' : `environment ${environment}`}
        </span>
      </h3>
      <div className="table-scroller">
        <table className={`table ${styles.values}`}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
              <th scope="col">From</th>
              {hiding && <th scope="col">Hides</th>}
            </tr>
          </thead>
          <tbody>
            {values.map((value) => (
              <Row key={`${value.kind} ${value.name}`} value={value} hiding={hiding} />
            ))}
          </tbody>
        </table>
      </div>
    </article>
  )
}

function Row({ value: one, hiding }: { value: JobValue; hiding: boolean }) {
  const { name, setting, from, line, hides, status, breaks, says } = one
  const isQuiet = status === 'ok' || status === 'unknown'
  return (
    <tr>
      <th scope="row">
        <span className={styles.valueName}>
          <StatusGlyph status={status} breaks={breaks} />
          <code>{name}</code>
        </span>
        {setting && <span className={styles.valueNote}>{setting}</span>}
      </th>
      <td>
        <Value value={one} />
        {says && <span className={isQuiet ? styles.valueNote : styles.valueProblem}>{says}</span>}
      </td>
      <td>{from ? scopeName(from) : <span className="muted">{line ? `line ${line}` : 'nowhere'}</span>}</td>
      {hiding && (
        <td>
          {hides.map(({ scope, value }) => (
            <span key={scopeName(scope)} className={styles.hidden}>
              {value !== null && <code>{value}</code>} {scopeName(scope)}
            </span>
          ))}
        </td>
      )}
    </tr>
  )
}

function Value({ value: { kind, value, from } }: { value: JobValue }) {
  if (kind === 'secret' && from) {
    return (
      <span className="inline-mark muted">
        <LockIcon size={12} /> secret
      </span>
    )
  }
  return value ? <code>{value}</code> : <span className="muted">empty</span>
}

function scopeName(scope: ValueScope): string {
  return scope.kind === 'environment' ? `environment ${scope.environment}` : scope.kind
}
