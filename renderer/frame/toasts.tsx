import { XIcon } from '@primer/octicons-react'
import { IconButton } from '@primer/react'
import { Problem } from '../ui/problem'
import { dismissToast, useToasts } from './toast'
import styles from './toasts.module.css'

/** Failures that belong to no place on the page, in a corner, until dismissed. */
export function Toasts() {
  const toasts = useToasts()
  return (
    <section className={styles.stack} aria-label="Failures" aria-live="assertive">
      {toasts.map((toast) => (
        <article key={toast.id} className={styles.toast}>
          <header className={styles.head}>
            <h2 className={styles.title}>{toast.title}</h2>
            <IconButton
              icon={XIcon}
              size="small"
              variant="invisible"
              aria-label="Dismiss"
              onClick={() => dismissToast(toast.id)}
            />
          </header>
          <Problem failure={toast.failure} flush />
        </article>
      ))}
    </section>
  )
}
