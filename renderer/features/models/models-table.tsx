import { AlertIcon, CheckCircleIcon, CircleSlashIcon, QuestionIcon } from '@primer/octicons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ModelInUse, ModelUse } from '../../../shared/domain/models-in-use'
import { Countdown } from '../../ui/countdown'
import { count, repositoryPath } from '../../ui/words'
import styles from './models-table.module.css'

const FEW = 5

/** Models with the repositories that call them; each repository leads to the plan that moves it. */
export function ModelsTable({ models }: { models: readonly ModelInUse[] }) {
  return (
    <div className="table-scroller">
      <table className={`table ${styles.models}`} aria-label="Models in use">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Life</th>
            <th scope="col">Called by</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Row key={model.model} model={model} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ model }: { model: ModelInUse }) {
  return (
    <tr>
      <th scope="row" className={styles.model}>
        <code>{model.model}</code>
        {model.foundation !== null && model.foundation !== model.model && (
          <span className={styles.behind}>{model.foundation}</span>
        )}
      </th>
      <td className={styles.life}>
        <Life model={model} />
      </td>
      <td>
        <Uses uses={model.uses} />
      </td>
    </tr>
  )
}

function Life({ model: { standing, endOfLifeAt, why } }: { model: ModelInUse }) {
  const end = endOfLifeAt && <Countdown to={endOfLifeAt} />
  switch (standing) {
    case 'ended':
      return (
        <span className={styles.ended}>
          <CircleSlashIcon /> {end}
        </span>
      )
    case 'legacy':
      return (
        <span className={styles.legacy}>
          <AlertIcon />
          <span>Legacy{end && <>, {end}</>}</span>
        </span>
      )
    case 'current':
      return (
        <span className={styles.current}>
          <CheckCircleIcon />
          <span>Current{end && <>, {end}</>}</span>
        </span>
      )
    case 'unresolved':
      return (
        <span className={styles.unresolved}>
          <QuestionIcon /> <span>{why ?? 'Nothing is known of it.'}</span>
        </span>
      )
    default: {
      const unreachable: never = standing
      return unreachable
    }
  }
}

function Uses({ uses }: { uses: readonly ModelUse[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? uses : uses.slice(0, FEW)
  return (
    <ul className={styles.uses}>
      {shown.map((use) => (
        <li key={`${use.repository} ${use.source}`}>
          <Link to={repositoryPath(use.repository)}>{use.repository}</Link>
          <span className={styles.source}>
            {[use.source + (use.line === null ? '' : `:${use.line}`), use.region].filter(Boolean).join(', ')}
          </span>
          {use.successor && (
            <Link
              className={styles.move}
              to={repositoryPath(use.repository, `/plan?model=${encodeURIComponent(use.successor)}`)}
              aria-label={`Move to ${use.successor}: plan it for ${use.repository}`}
            >
              Move to {use.successor}
            </Link>
          )}
        </li>
      ))}
      {uses.length > shown.length && (
        <li>
          <button type="button" className={styles.more} onClick={() => setAll(true)}>
            Show {count(uses.length - shown.length, 'more repository', 'more repositories')}
          </button>
        </li>
      )}
    </ul>
  )
}
