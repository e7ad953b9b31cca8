import {
  AlertIcon,
  ArchiveIcon,
  CheckCircleIcon,
  CircleIcon,
  type Icon,
  IssueDraftIcon,
  QuestionIcon,
  XCircleFillIcon,
} from '@primer/octicons-react'
import type { RepositoryState } from '../../shared/domain/finding'
import styles from './status-glyph.module.css'
import { STATE_WORDS } from './words'

type Tone = 'success' | 'danger' | 'attention' | 'muted' | 'accent'

const MARKS: Record<RepositoryState, { icon: Icon; tone: Tone }> = {
  broken: { icon: XCircleFillIcon, tone: 'danger' },
  attention: { icon: AlertIcon, tone: 'attention' },
  unproven: { icon: CircleIcon, tone: 'accent' },
  working: { icon: CheckCircleIcon, tone: 'success' },
  unknown: { icon: QuestionIcon, tone: 'muted' },
  'not-set-up': { icon: IssueDraftIcon, tone: 'muted' },
  archived: { icon: ArchiveIcon, tone: 'muted' },
}

/** The glyph of a repository's state; decorative beside its word. */
export function StateMark({ state, size = 16 }: { state: RepositoryState; size?: number }) {
  const { icon: Shape, tone } = MARKS[state]
  return (
    <span className={styles.glyph} data-tone={tone} aria-hidden="true">
      <Shape size={size} />
    </span>
  )
}

/** A repository's state as glyph and word. */
export function StateWord({ state }: { state: RepositoryState }) {
  return (
    <span className="inline-mark">
      <StateMark state={state} />
      {STATE_WORDS[state]}
    </span>
  )
}
