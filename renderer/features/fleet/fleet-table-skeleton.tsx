import { SkeletonBox } from '@primer/react'
import grid from '../../ui/grid/grid.module.css'
import styles from './fleet-table.module.css'

const WIDTHS = ['62%', '48%', '71%', '55%', '66%', '43%', '58%', '69%', '50%', '61%', '46%', '64%']

/** Where the rows will be, before the first one is known. */
export function FleetTableSkeleton() {
  return (
    <div
      className={`${grid.scroller} ${styles.columns}`}
      aria-busy="true"
      role="status"
      aria-label="The fleet is being read"
    >
      <div className={grid.head}>
        <div className={grid.row} />
      </div>
      {WIDTHS.map((width) => (
        <div key={width} className={`${grid.row} ${styles.skeletonRow}`}>
          {['16px', width, '168px', '70%', '80%', '60%', '70%'].map((size, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change.
            <div key={index} className={grid.cell}>
              <SkeletonBox height="12px" width={size} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
