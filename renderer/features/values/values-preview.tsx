import type { FleetPlan } from '../../../shared/contract/batch'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Plan } from '../../../shared/domain/plan'
import { count } from '../../ui/words'
import type { SetProgress } from './set-progress'
import styles from './set-values-dialog.module.css'

interface Props {
  plan: FleetPlan
  excluded: ReadonlySet<RepositoryName>
  progress: SetProgress | null
  onToggle(repository: RepositoryName): void
}

/** Before and after of each repository; those that hold the value already are only counted. */
export function ValuesPreview({ plan, excluded, progress, onToggle }: Props) {
  const told = plan.plans.filter((one) => one.steps.length > 0 || notesOf(one).length > 0)
  const same = plan.plans.length - told.length
  return (
    <>
      {same > 0 && (
        <p className="muted">{count(same, 'repository holds', 'repositories hold')} this value already.</p>
      )}
      {told.length + plan.failures.length > 0 && (
        <div className={`table-scroller ${styles.preview}`}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Set</span>
                </th>
                <th scope="col">Repository</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
                {progress && <th scope="col">Outcome</th>}
              </tr>
            </thead>
            <tbody>
              {told.map((one) => (
                <Row
                  key={one.id}
                  plan={one}
                  included={!excluded.has(one.repository)}
                  progress={progress}
                  onToggle={() => onToggle(one.repository)}
                />
              ))}
              {plan.failures.map(({ repository, failure }) => (
                <tr key={repository}>
                  <td />
                  <th scope="row">{repository}</th>
                  <td colSpan={progress ? 3 : 2} className={styles.note}>
                    {failure.sentence}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

interface RowProps {
  plan: Plan
  included: boolean
  progress: SetProgress | null
  onToggle(): void
}

function Row({ plan, included, progress, onToggle }: RowProps) {
  const { repository, steps } = plan
  const [step] = steps
  const entry = progress?.entries.find((each) => each.planId === plan.id)
  return (
    <tr>
      <td>
        {step && (
          <input
            type="checkbox"
            checked={included}
            disabled={progress !== null}
            aria-label={`Set it in ${repository}`}
            onChange={onToggle}
          />
        )}
      </td>
      <th scope="row">
        {repository}
        {notesOf(plan).map((note) => (
          <span key={note} className={styles.note}>
            {note}
          </span>
        ))}
      </th>
      <td>
        {step?.before ? <code>{step.before}</code> : <span className="muted">{step ? 'none' : ''}</span>}
      </td>
      <td>{step && <code>{step.after}</code>}</td>
      {progress && (
        <td>
          {entry?.outcome}
          {entry?.failure && <span className={styles.note}>{entry.failure.sentence}</span>}
        </td>
      )}
    </tr>
  )
}

/** What stands in the way in one repository, and what is to be known beside the value. */
function notesOf({ steps, conflicts, needed, left = [], lints = [] }: Plan): string[] {
  const lost = steps.some(({ reversible }) => !reversible) ? [LOST] : []
  return [...lost, ...[...needed, ...conflicts, ...left, ...lints].map(({ says }) => says)]
}

const LOST = 'The secret that stands is overwritten, and cannot be taken back.'
