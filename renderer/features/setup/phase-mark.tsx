import {
  CheckCircleFillIcon,
  CircleIcon,
  type Icon,
  SkipIcon,
  StopIcon,
  SyncIcon,
  UndoIcon,
  XCircleFillIcon,
} from '@primer/octicons-react'
import type { JournalEntry, StepPhase } from '../../../shared/domain/journal'
import styles from '../../ui/status-glyph.module.css'

const PHASES: Record<StepPhase, { icon: Icon; tone: string; word: string }> = {
  pending: { icon: CircleIcon, tone: 'muted', word: 'Waiting' },
  begun: { icon: SyncIcon, tone: 'attention', word: 'Being done' },
  done: { icon: CheckCircleFillIcon, tone: 'success', word: 'Done' },
  failed: { icon: XCircleFillIcon, tone: 'danger', word: 'Failed' },
  skipped: { icon: SkipIcon, tone: 'muted', word: 'Left out' },
  undoing: { icon: SyncIcon, tone: 'attention', word: 'Being taken back' },
  undone: { icon: UndoIcon, tone: 'muted', word: 'Undone' },
  'undo-refused': { icon: StopIcon, tone: 'attention', word: 'Not undone' },
}

/** How far a step has come. */
export function PhaseMark({ entry }: { entry: JournalEntry | undefined }) {
  const phase = entry?.phase ?? 'pending'
  const { icon: Shape, tone, word } = PHASES[phase]
  return (
    <span
      className={`${styles.glyph} ${phase === 'begun' || phase === 'undoing' ? styles.turning : ''}`}
      data-tone={tone}
      role="img"
      aria-label={word}
      title={word}
    >
      <Shape />
    </span>
  )
}
