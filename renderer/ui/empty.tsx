import type { Icon } from '@primer/octicons-react'
import type { ReactNode } from 'react'
import styles from './empty.module.css'

interface Props {
  icon: Icon
  title: string
  /** Where it is all that the page has, its title is the page's. */
  page?: boolean
  children?: ReactNode
  action?: ReactNode
}

/** What stands where there is nothing yet: why, and what to do. */
export function Empty({ icon: Shape, title, page = false, children, action }: Props) {
  const Title = page ? 'h1' : 'h2'
  return (
    <div className={styles.empty}>
      <Shape size={24} className={styles.icon ?? ''} />
      <Title className={styles.title}>{title}</Title>
      {children && <p className={styles.text}>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
