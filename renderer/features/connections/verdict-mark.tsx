import { CheckCircleFillIcon, QuestionIcon, XCircleFillIcon } from '@primer/octicons-react'
import styles from './preflight.module.css'

const MARKS = {
  yes: { icon: CheckCircleFillIcon, word: 'Yes', style: styles.yes },
  no: { icon: XCircleFillIcon, word: 'No', style: styles.no },
  unknown: { icon: QuestionIcon, word: 'Unknown', style: styles.unknown },
} as const

/** Whether a feature may be used, by shape and word. */
export function VerdictMark({ allowed }: { allowed: keyof typeof MARKS }) {
  const { icon: Shape, word, style } = MARKS[allowed]
  return (
    <span className="inline-mark">
      <Shape className={style ?? ''} /> {word}
    </span>
  )
}
