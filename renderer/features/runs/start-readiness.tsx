import { CheckCircleFillIcon, type Icon, QuestionIcon, XCircleFillIcon } from '@primer/octicons-react'
import type { ReadinessCheck } from '../../../shared/domain/test-readiness'
import styles from './start-run-dialog.module.css'

const MARKS: Record<ReadinessCheck['passes'], { icon: Icon; word: string }> = {
  yes: { icon: CheckCircleFillIcon, word: 'Fine:' },
  no: { icon: XCircleFillIcon, word: 'In the way:' },
  unknown: { icon: QuestionIcon, word: 'Not known:' },
}

/** What GitHub asks for before a start: in one line where nothing is in the way, else each point. */
export function StartReadiness({ checks, reading }: { checks: readonly ReadinessCheck[]; reading: boolean }) {
  const open = checks.filter(({ passes }) => passes !== 'yes')
  const blocked = open.some(({ passes }) => passes === 'no')
  const shown: ReadinessCheck[] = blocked ? [...checks] : open
  const fine: ReadinessCheck = {
    check: 'ref',
    passes: 'yes',
    says: 'Ref, trigger, default branch, state, Actions and your rights were checked.',
  }
  return (
    <ul
      className={styles.checks}
      aria-label="Before the start"
      aria-busy={reading}
      data-ready={!blocked}
      role="status"
    >
      {(blocked ? shown : [fine, ...shown]).map(({ check, passes, says }) => {
        const { icon: Mark, word } = MARKS[passes]
        return (
          <li key={`${check} ${says}`} className={styles.check} data-passes={passes}>
            <Mark size={16} />
            <span>
              <span className="visually-hidden">{word} </span>
              {says}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
