import { Label } from '@primer/react'
import type { Chain, Finding } from '../../../shared/domain/finding'
import { EvidenceList } from '../../ui/evidence/evidence-list'
import { isQuiet, StatusGlyph } from '../../ui/status-glyph'
import { LINT_WORDS, STATUS_WORDS } from '../../ui/words'
import styles from './finding-view.module.css'
import { RepairAction } from './repair-action'

/** One verdict: what it says, what it rests on, and its repair. Evidence of what is in order stays folded. */
export function FindingView({ finding, chain }: { finding: Finding; chain: Chain }) {
  const { status, breaks, says, lint, evidence, repair } = finding
  const { repository, state } = chain
  return (
    <article className={styles.finding} aria-label={`${STATUS_WORDS[status]}: ${says}`}>
      <div className={styles.head}>
        <StatusGlyph status={status} breaks={breaks} quiet={isQuiet(state)} />
        <p className={styles.says}>
          {says}{' '}
          {lint && (
            <Label variant={lint === 'critical' || lint === 'high' ? 'danger' : 'attention'}>
              {LINT_WORDS[lint]} risk
            </Label>
          )}
        </p>
        {repair && <RepairAction repair={repair} repository={repository} first={state === 'not-set-up'} />}
      </div>
      {evidence.length > 0 &&
        (status === 'ok' ? (
          <details className={styles.evidence}>
            <summary>Evidence</summary>
            <EvidenceList evidence={evidence} />
          </details>
        ) : (
          <div className={styles.evidence}>
            <EvidenceList evidence={evidence} />
          </div>
        ))}
    </article>
  )
}
