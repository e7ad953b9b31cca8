import { MIGRATION_STAGES, type MigrationStage } from '../../../shared/domain/migration'
import styles from './migration-page.module.css'

const WORDS: Record<MigrationStage, string> = {
  classic: 'Classic',
  'both-trusted': 'Both trusted',
  'opted-in': 'Opted in',
  proven: 'Proven',
  immutable: 'Immutable',
}

/** How far a repository has come: one mark a stage, and the word of the one that it is in. */
export function StageLine({ stage }: { stage: MigrationStage | null }) {
  if (stage === null) return <span className="muted">Cannot be moved</span>
  const at = MIGRATION_STAGES.indexOf(stage)
  return (
    <span className={styles.stage}>
      <span className={styles.marks} aria-hidden="true">
        {MIGRATION_STAGES.map((each, index) => (
          <span key={each} className={styles.mark} data-passed={index <= at} />
        ))}
      </span>
      <span>{WORDS[stage]}</span>
      <span className="visually-hidden">{`, stage ${at + 1} of ${MIGRATION_STAGES.length}`}</span>
    </span>
  )
}
