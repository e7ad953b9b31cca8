import { SkeletonBox } from '@primer/react'

const WIDTHS = ['72%', '54%', '63%', '48%', '68%', '58%']

/** Lines where text will be. */
export function SkeletonLines({ lines }: { lines: number }) {
  return (
    <div className="stack" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of nothing have no identity.
        <SkeletonBox key={index} height="16px" width={WIDTHS[index % WIDTHS.length] ?? '60%'} />
      ))}
    </div>
  )
}
