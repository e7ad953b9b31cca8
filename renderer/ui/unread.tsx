import { QuestionIcon } from '@primer/octicons-react'
import type { Failure } from '../../shared/domain/failure'

/** Stands where a part could not be read while the rest could: unknown, and why. */
export function Unread({ failure }: { failure: Failure }) {
  return (
    <p className="inline-mark wraps muted">
      <QuestionIcon /> Unknown: {failure.sentence}
    </p>
  )
}
