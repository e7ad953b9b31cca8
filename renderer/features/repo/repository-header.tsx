import { LinkExternalIcon, SyncIcon } from '@primer/octicons-react'
import { IconButton, Label, LinkButton } from '@primer/react'
import { Link, useNavigate } from 'react-router'
import type { RepositoryView } from '../../../shared/contract/fleet'
import { type RepositoryName, splitRepository } from '../../../shared/domain/ids'
import { useShortcuts } from '../../frame/shortcuts'
import { Age } from '../../ui/age'
import { StateWord } from '../../ui/state-mark'
import { repositoryPath } from '../../ui/words'
import { StartTestRun } from '../runs/start-test-run'
import styles from './repository-header.module.css'

interface Props {
  repository: RepositoryName
  view: RepositoryView | undefined
  reading: boolean
  onReadAgain(): void
}

/** What the repository is, how it stands, how old that knowledge is, and the two things to do with it. */
export function RepositoryHeader({ repository, view, reading, onReadAgain }: Props) {
  const { owner, name } = splitRepository(repository)
  const row = view?.row
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1 className={styles.name}>
          <Link to={`/?q=${owner}%2F`} className={styles.owner}>
            {owner}
          </Link>
          <span className={styles.slash}>/</span>
          {name}
        </h1>
        {row && (
          <>
            <span className={styles.state}>
              <StateWord state={row.state} />
            </span>
            {row.visibility && <Label variant="secondary">{row.visibility}</Label>}
            <a className={styles.external} href={row.url} target="_blank" rel="noreferrer">
              GitHub <LinkExternalIcon size={12} />
            </a>
          </>
        )}
      </div>
      <div className={styles.actions}>
        {view && (
          <span className={styles.age}>
            Read <Age at={view.observation.readAt} />
          </span>
        )}
        <IconButton
          icon={SyncIcon}
          aria-label="Read again"
          variant="invisible"
          loading={reading}
          onClick={onReadAgain}
        />
        {view && !view.row.archived && <Actions view={view} onReadAgain={onReadAgain} />}
      </div>
    </header>
  )
}

function Actions({ view, onReadAgain }: { view: RepositoryView; onReadAgain(): void }) {
  const navigate = useNavigate()
  const { repository, state, headline } = view.row
  const plan = repositoryPath(repository, '/plan')
  const mends = headline?.repair?.kind === 'plan' && (state === 'broken' || state === 'attention')
  const whole = !mends && state !== 'not-set-up'
  const words = state === 'not-set-up' ? 'Plan the setup' : whole ? 'Change the setup' : 'Plan the repair'
  useShortcuts([
    { keys: 'r', title: `Read ${repository} again`, run: onReadAgain },
    { keys: 'p', title: `${words} of ${repository}`, run: () => navigate(plan) },
  ])
  return (
    <>
      {state !== 'not-set-up' && <StartTestRun repository={repository} primary={whole} />}
      <LinkButton as={Link} to={plan} variant={whole ? 'default' : 'primary'}>
        {words}
      </LinkButton>
    </>
  )
}
