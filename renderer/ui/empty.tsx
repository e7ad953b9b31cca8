import type { Icon } from '@primer/octicons-react'
import type { ReactNode } from 'react'
import styles from './empty.module.css'

interface Props {
  icon: Icon
  title: string
  children?: ReactNode
  action?: ReactNode
}

/** What stands where there is nothing yet: why, and what to do. */
export function Empty({ icon: Shape, title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      <Shape size={24} className={styles.icon ?? ''} />
      <h2 className={styles.title}>{title}</h2>
      {children && <p className={styles.text}>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
