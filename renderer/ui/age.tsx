import { ageOf, momentOf, useNow } from './time'

/** How long ago something was, with the moment in full on hover. */
export function Age({ at, className }: { at: string; className?: string | undefined }) {
  const now = useNow()
  return (
    <time dateTime={at} title={momentOf(at)} className={className}>
      {ageOf(at, now)}
    </time>
  )
}
