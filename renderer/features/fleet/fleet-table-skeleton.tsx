import { SkeletonBox } from '@primer/react'
import styles from './fleet-table.module.css'

const WIDTHS = ['62%', '48%', '71%', '55%', '66%', '43%', '58%', '69%', '50%', '61%', '46%', '64%']

/** Where the rows will be, before the first one is known. */
export function FleetTableSkeleton() {
  return (
    <div className={styles.scroller} aria-busy="true" role="status" aria-label="The fleet is being read">
      <div className={styles.head}>
        <div className={styles.row} />
      </div>
      {WIDTHS.map((width) => (
        <div key={width} className={`${styles.row} ${styles.skeletonRow}`}>
          {['16px', width, '168px', '70%', '80%', '60%', '70%'].map((size, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change.
            <div key={index} className={styles.cell}>
              <SkeletonBox height="12px" width={size} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
