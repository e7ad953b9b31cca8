import { ArrowRightIcon, LinkExternalIcon } from '@primer/octicons-react'
import { Link } from 'react-router'
import type { FleetRow } from '../../../shared/contract/fleet'
import grid from '../../ui/grid/grid.module.css'
import { repositoryPath } from '../../ui/words'
import { useStartTestRun } from '../runs/use-start-test-run'
import styles from './fleet-table.module.css'

/** The one thing to do next for a repository, as a link or a button. */
export function NextAction({ row, tabIndex }: { row: FleetRow; tabIndex: number }) {
  const repair = row.headline?.repair ?? null
  if (row.archived) return <span className={grid.sub}>Archived</span>
  if (row.state === 'not-set-up') return <PlanLink row={row} tabIndex={tabIndex} title="Plan the setup" />
  switch (repair?.kind) {
    case 'plan':
      return <PlanLink row={row} tabIndex={tabIndex} title="Plan the repair" />
    case 'open-page':
      return (
        <a
          className={styles.next}
          href={repair.url}
          target="_blank"
          rel="noreferrer"
          title={repair.label}
          tabIndex={tabIndex}
        >
          <span className={styles.nextWords}>{repair.label}</span> <LinkExternalIcon />
        </a>
      )
    case 'someone-else':
      return (
        <span className={grid.sub} title={repair.what}>
          Ask {repair.who}
        </span>
      )
    case 'recover':
      return (
        <Link className={styles.next} to={repositoryPath(row.repository)} tabIndex={tabIndex}>
          See why <ArrowRightIcon />
        </Link>
      )
    case 'remove-keys':
      return (
        <Link className={styles.next} to={repositoryPath(row.repository, '/keys')} tabIndex={tabIndex}>
          Remove old keys <ArrowRightIcon />
        </Link>
      )
    case 'test-run':
    case undefined:
      return row.state === 'unknown' ? null : <TestRun row={row} tabIndex={tabIndex} />
    default: {
      const unreachable: never = repair
      return unreachable
    }
  }
}

function PlanLink({ row, tabIndex, title }: { row: FleetRow; tabIndex: number; title: string }) {
  return (
    <Link className={styles.next} to={repositoryPath(row.repository, '/plan')} tabIndex={tabIndex}>
      {title} <ArrowRightIcon />
    </Link>
  )
}

function TestRun({ row, tabIndex }: { row: FleetRow; tabIndex: number }) {
  const start = useStartTestRun(row.repository)
  return (
    <button
      type="button"
      className={styles.next}
      tabIndex={tabIndex}
      disabled={start.isPending}
      onClick={() => start.begin()}
    >
      {start.isPending ? 'Starting…' : 'Start test run'}
    </button>
  )
}
