import { ArrowSwitchIcon } from '@primer/octicons-react'
import { Link } from 'react-router'
import type { FlakySign, FlakyWorkflow } from '../../../shared/domain/flakiness'
import { count, repositoryPath } from '../../ui/words'
import styles from './flaky-list.module.css'

/** Workflows whose runs do not agree with each other, each with the runs that show it. */
export function FlakyList({ workflows }: { workflows: readonly FlakyWorkflow[] }) {
  if (workflows.length === 0) return null
  return (
    <details className={styles.flaky}>
      <summary>
        <span className="inline-mark">
          <ArrowSwitchIcon />
          {count(workflows.length, 'workflow')} {workflows.length === 1 ? 'looks' : 'look'} flaky
        </span>
      </summary>
      <ul className={styles.list}>
        {workflows.map(({ repository, workflowName, workflowPath, signs }) => (
          <li key={`${repository} ${workflowPath ?? workflowName}`}>
            <Link to={repositoryPath(repository)}>{repository}</Link>, {workflowName}:{' '}
            {signs.map((sign) => (
              <Sign key={`${sign.kind}${sign.kind === 'alternating' ? sign.branch : ''}`} sign={sign} />
            ))}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Sign({ sign }: { sign: FlakySign }) {
  switch (sign.kind) {
    case 'same-commit':
      return (
        <span>
          At the commit <code>{sign.headSha.slice(0, 7)}</code> it{' '}
          <Link to={repositoryPath(sign.succeeded.repository, `/runs/${sign.succeeded.id}`)}>succeeded</Link>{' '}
          and then <Link to={repositoryPath(sign.failed.repository, `/runs/${sign.failed.id}`)}>failed</Link>.{' '}
        </span>
      )
    case 'alternating':
      return (
        <span>
          {sign.branch === null ? 'Its' : `On ${sign.branch}, its`} last {sign.of} runs changed between
          success and failure {sign.changes} times;{' '}
          <Link to={repositoryPath(sign.latest.repository, `/runs/${sign.latest.id}`)}>the latest</Link>.{' '}
        </span>
      )
    default: {
      const unreachable: never = sign
      return unreachable
    }
  }
}
