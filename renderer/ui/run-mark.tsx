import {
  AlertFillIcon,
  CheckCircleFillIcon,
  ClockIcon,
  DotFillIcon,
  type Icon,
  NoEntryIcon,
  SkipIcon,
  StopIcon,
  SyncIcon,
  XCircleFillIcon,
} from '@primer/octicons-react'
import type { Conclusion, RunStatus } from '../../shared/domain/run'
import styles from './status-glyph.module.css'
import { runWord } from './words'

type Tone = 'success' | 'danger' | 'attention' | 'muted'

const MARKS: Record<RunStatus | Conclusion, { icon: Icon; tone: Tone }> = {
  requested: { icon: ClockIcon, tone: 'attention' },
  waiting: { icon: ClockIcon, tone: 'attention' },
  pending: { icon: DotFillIcon, tone: 'attention' },
  queued: { icon: DotFillIcon, tone: 'attention' },
  in_progress: { icon: SyncIcon, tone: 'attention' },
  completed: { icon: DotFillIcon, tone: 'muted' },
  success: { icon: CheckCircleFillIcon, tone: 'success' },
  failure: { icon: XCircleFillIcon, tone: 'danger' },
  cancelled: { icon: StopIcon, tone: 'muted' },
  skipped: { icon: SkipIcon, tone: 'muted' },
  timed_out: { icon: ClockIcon, tone: 'danger' },
  action_required: { icon: AlertFillIcon, tone: 'attention' },
  neutral: { icon: DotFillIcon, tone: 'muted' },
  stale: { icon: DotFillIcon, tone: 'muted' },
  startup_failure: { icon: NoEntryIcon, tone: 'danger' },
}

interface Props {
  status: RunStatus
  conclusion: Conclusion | null
  size?: number
  /** Without it the mark is decorative and the word must stand beside it. */
  named?: boolean
}

/** The glyph of a run, job or step, in GitHub's own shapes. */
export function RunMark({ status, conclusion, size = 16, named = false }: Props) {
  const { icon: Shape, tone } = MARKS[conclusion ?? status]
  const turning = conclusion === null && status === 'in_progress'
  const naming = named
    ? ({ role: 'img', 'aria-label': runWord(status, conclusion) } as const)
    : ({ 'aria-hidden': true } as const)
  return (
    <span className={`${styles.glyph} ${turning ? styles.turning : ''}`} data-tone={tone} {...naming}>
      <Shape size={size} />
    </span>
  )
}
