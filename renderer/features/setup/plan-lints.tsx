import { ShieldIcon } from '@primer/octicons-react'
import { Label } from '@primer/react'
import type { PlanLint } from '../../../shared/domain/plan'
import { LINT_WORDS } from '../../ui/words'
import styles from './plan-view.module.css'

const TONES = { critical: 'danger', high: 'severe', medium: 'attention', low: 'secondary' } as const

/** The weaknesses that the plan would bring in, said before it is applied. */
export function PlanLints({ lints }: { lints: readonly PlanLint[] }) {
  return lints.map(({ stepId, rule, level, says }) => (
    <div key={`${stepId} ${rule}`} className={styles.lint} role="note" aria-label={`Risk: ${rule}`}>
      <ShieldIcon />
      <p>
        <Label variant={TONES[level]}>{LINT_WORDS[level]}</Label> {says}
      </p>
    </div>
  ))
}
