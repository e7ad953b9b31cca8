import type { RepositoryView } from '../../../shared/contract/fleet'
import { scopeWords } from '../../ui/words'
import styles from './setup-line.module.css'

/** The setup that the chain is measured against, on one line, and whether it was chosen or inferred. */
export function SetupLine({ view }: { view: RepositoryView }) {
  const { setup, setupIsStored, account } = view
  if (!setup) {
    return (
      <p className={styles.none}>
        {view.row.archived
          ? 'An archived repository runs nothing, so no setup is inferred for it.'
          : 'Nothing suggests how this repository is meant to reach Bedrock.'}
      </p>
    )
  }
  const alias = account?.alias ? ` (${account.alias})` : ''
  const entries = [
    ['Account', `${setup.account}${alias}`],
    ['Role', setup.role],
    ['Region', setup.region],
    ['Model', setup.model],
    ['Scope', setup.scope.map(scopeWords).join(', ')],
  ] as const
  return (
    <dl className={styles.line} aria-label="Setup">
      {entries.map(([name, value]) => (
        <div key={name} className={styles.entry}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div className={styles.entry}>
        <dt>Setup</dt>
        <dd>{setupIsStored ? 'as applied by Rolecall' : 'inferred from what was found'}</dd>
      </div>
    </dl>
  )
}
