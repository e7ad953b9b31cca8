import { QuestionIcon } from '@primer/octicons-react'
import type { Failure } from '../../shared/domain/failure'

/** Stands where a part could not be read while the rest could: unknown, and why. */
export function Unread({ failure }: { failure: Failure }) {
  return (
    <p className="unread">
      <QuestionIcon /> <span>Unknown: {failure.sentence}</span>
    </p>
  )
}
