import type { Budget } from '../../shared/contract/fleet'
import { clockOf } from '../ui/time'
import styles from './budget-meter.module.css'

const NAMES: Record<Budget['resource'], string> = { core: 'REST', graphql: 'GraphQL' }
const SCARCE = 0.1

/** What is left of GitHub's hourly budget; the user's other tools draw on the same one. */
export function BudgetMeter({ budgets }: { budgets: readonly Budget[] }) {
  if (budgets.length === 0) return null
  return (
    <ul className={styles.budgets} aria-label="GitHub’s request budget">
      {budgets.map(({ resource, limit, remaining, resetsAt }) => {
        const scarce = remaining < limit * SCARCE
        const left = `${remaining.toLocaleString('en')} of ${limit.toLocaleString('en')}`
        return (
          <li
            key={resource}
            className={styles.budget}
            data-scarce={scarce}
            title={`GitHub ${NAMES[resource]}: ${left} left until ${clockOf(resetsAt)}`}
          >
            <span>{NAMES[resource]}</span>
            <meter
              className="visually-hidden"
              max={limit}
              value={remaining}
              aria-label={`GitHub ${NAMES[resource]} requests left`}
              aria-valuetext={`${left} left until ${clockOf(resetsAt)}`}
            />
            <span className={styles.meter} aria-hidden="true">
              <span className={styles.left} style={{ width: `${(100 * remaining) / limit}%` }} />
            </span>
            {scarce && <span>{remaining.toLocaleString('en')} left</span>}
          </li>
        )
      })}
    </ul>
  )
}
