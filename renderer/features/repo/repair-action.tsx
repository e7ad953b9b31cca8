import { LinkExternalIcon } from '@primer/octicons-react'
import { LinkButton } from '@primer/react'
import { Link } from 'react-router'
import type { Repair } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import { repositoryPath } from '../../ui/words'
import { RunAgainById } from '../runs/run-again'
import styles from './repair-action.module.css'

interface Props {
  repair: Repair
  repository: RepositoryName
  /** Whether nothing was set up before, so that there is nothing to repair yet. */
  first?: boolean
  /** The run that failed for want of it, to be run again afterwards. */
  runId?: number
}

/** What would mend a finding, as the thing to press. */
export function RepairAction({ repair, repository, first = false, runId }: Props) {
  switch (repair.kind) {
    case 'plan':
      return (
        <LinkButton
          as={Link}
          size="small"
          to={repositoryPath(repository, runId ? `/plan?run=${runId}` : '/plan')}
          title={repair.says}
        >
          {first ? 'Plan the setup' : 'Plan the repair'}
        </LinkButton>
      )
    case 'open-page':
      return (
        <LinkButton
          size="small"
          href={repair.url}
          target="_blank"
          rel="noreferrer"
          trailingVisual={LinkExternalIcon}
        >
          {repair.label}
        </LinkButton>
      )
    case 'remove-keys':
      return (
        <LinkButton as={Link} size="small" to={repositoryPath(repository, '/keys')} title={repair.says}>
          Plan the removal
        </LinkButton>
      )
    case 'someone-else':
      return (
        <p className={styles.other}>
          Ask {repair.who}: {repair.what}
        </p>
      )
    case 'test-run':
      /* The page of a repository has the button for it in its head; the same one twice would only ask which. */
      return runId === undefined ? (
        <p className={styles.other}>{repair.says}</p>
      ) : (
        <RunAgainById repository={repository} runId={runId} />
      )
    case 'recover':
      return <p className={styles.other}>{repair.failure.sentence}</p>
    default: {
      const unreachable: never = repair
      return unreachable
    }
  }
}
