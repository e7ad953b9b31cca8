import {
  AlertFillIcon,
  AlertIcon,
  CheckCircleIcon,
  type Icon,
  NoEntryFillIcon,
  NoEntryIcon,
  QuestionIcon,
  XCircleFillIcon,
  XCircleIcon,
} from '@primer/octicons-react'
import type { RepositoryState, Status } from '../../shared/domain/finding'
import styles from './status-glyph.module.css'

/** Shape tells the status; a filled shape breaks runs, an outlined one does not; colour repeats both. */
const SHAPES: Record<Status, { breaks: Icon; holds: Icon }> = {
  ok: { breaks: CheckCircleIcon, holds: CheckCircleIcon },
  drift: { breaks: AlertFillIcon, holds: AlertIcon },
  missing: { breaks: XCircleFillIcon, holds: XCircleIcon },
  blocked: { breaks: NoEntryFillIcon, holds: NoEntryIcon },
  unknown: { breaks: QuestionIcon, holds: QuestionIcon },
}

function toneOf(status: Status, breaks: boolean): 'success' | 'danger' | 'attention' | 'muted' {
  if (status === 'ok') return 'success'
  if (status === 'unknown') return 'muted'
  return breaks ? 'danger' : 'attention'
}

/** Whether a repository's findings ask for nothing: it is archived, or nobody has set it up. */
export function isQuiet(state: RepositoryState): boolean {
  return state === 'archived' || state === 'not-set-up'
}

interface Props {
  status: Status
  breaks: boolean
  /** Takes colour and weight away where nothing is amiss, see `isQuiet`. */
  quiet?: boolean
  size?: number
}

/** The glyph of a status. Decorative: the words beside it, or the name of the link around it, say the same. */
export function StatusGlyph({ status, breaks, quiet = false, size = 16 }: Props) {
  const Shape = SHAPES[status][breaks && !quiet ? 'breaks' : 'holds']
  return (
    <span className={styles.glyph} data-tone={quiet ? 'muted' : toneOf(status, breaks)} aria-hidden="true">
      <Shape size={size} />
    </span>
  )
}
