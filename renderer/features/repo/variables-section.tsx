import { LockIcon } from '@primer/octicons-react'
import type { RepositoryObservation, ValueScope } from '../../../shared/domain/observation'
import type { EffectiveVariable } from '../../../shared/domain/variables-types'
import { Unread } from '../../ui/unread'
import styles from './sections.module.css'

interface Props {
  variables: readonly EffectiveVariable[]
  observation: RepositoryObservation
}

/** The value that each job sees for each name, where it comes from, and what stands in its way. */
export function VariablesSection({ variables, observation }: Props) {
  const failures = [observation.variables, observation.secrets].flatMap((part) =>
    part.known ? [] : [part.failure],
  )
  const unread = failures.filter(
    ({ sentence }, index) => failures.findIndex((each) => each.sentence === sentence) === index,
  )
  return (
    <section className="section" aria-labelledby="variables">
      <h2 className="section-title" id="variables">
        Effective variables
      </h2>
      {unread.map((failure) => (
        <Unread key={failure.sentence} failure={failure} />
      ))}
      {variables.length === 0 && unread.length === 0 && (
        <p className="muted">No job of these workflows reads a variable or a secret.</p>
      )}
      {variables.length > 0 && (
        <div className="table-scroller">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
                <th scope="col">From</th>
                <th scope="col">Job</th>
                <th scope="col">Note</th>
              </tr>
            </thead>
            <tbody>
              {variables.map((variable) => (
                <Row
                  key={`${variable.workflowPath} ${variable.jobId} ${variable.kind} ${variable.name}`}
                  {...variable}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ name, kind, value, from, jobId, workflowPath, shadows, outOfReach }: EffectiveVariable) {
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>
        {kind === 'secret' && from ? (
          <span className="inline-mark muted">
            <LockIcon size={12} /> secret
          </span>
        ) : value ? (
          <code>{value}</code>
        ) : (
          <span className={styles.reach}>empty</span>
        )}
      </td>
      <td>{from ? scopeName(from) : <span className="muted">nowhere</span>}</td>
      <td title={workflowPath}>{jobId}</td>
      <td className="muted">
        {shadows.length > 0 && `hides the one of ${shadows.map(scopeName).join(', ')}`}
        {outOfReach.length > 0 && (
          <span className={styles.reach}>exists in {outOfReach.map(scopeName).join(', ')}, out of reach</span>
        )}
      </td>
    </tr>
  )
}

function scopeName(scope: ValueScope): string {
  return scope.kind === 'environment' ? `environment ${scope.environment}` : scope.kind
}
