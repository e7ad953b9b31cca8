import { XIcon } from '@primer/octicons-react'
import { Button, LinkButton } from '@primer/react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { RepositoryName } from '../../../shared/domain/ids'
import { count } from '../../ui/words'
import { SetValuesDialog } from '../values/set-values-dialog'
import styles from './bulk-bar.module.css'
import { select, useSelection } from './selection'

/** What can be done to the selected repositories together; nothing where none is selected. */
export function BulkBar({ watched }: { watched: readonly RepositoryName[] }) {
  const selection = useSelection()
  const [setting, setSetting] = useState(false)
  const names = watched.filter((name) => selection.has(name))
  if (names.length === 0) return null
  const query = `?repositories=${names.join(',')}`
  return (
    <section className={styles.bar} aria-label="Selected repositories">
      <p className={styles.words} role="status">
        {count(names.length, 'repository', 'repositories')} selected
      </p>
      <LinkButton as={Link} to={`/bulk${query}`} variant="primary" size="small">
        {`Plan ${count(names.length, 'repository', 'repositories')}`}
      </LinkButton>
      <LinkButton as={Link} to={`/tests${query}`} size="small">
        Start test runs
      </LinkButton>
      <LinkButton as={Link} to={`/subjects${query}`} size="small">
        Move to immutable subjects
      </LinkButton>
      <Button size="small" onClick={() => setSetting(true)}>
        Set a value
      </Button>
      <Button size="small" variant="invisible" leadingVisual={XIcon} onClick={() => select([])}>
        Clear
      </Button>
      {setting && <SetValuesDialog repositories={names} onClose={() => setSetting(false)} />}
    </section>
  )
}
