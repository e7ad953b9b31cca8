import type { ComponentProps } from 'react'
import { useEffect, useState } from 'react'
import { scopeWords } from '../../ui/words'
import styles from './setup-aside.module.css'
import { SetupForm } from './setup-form'

const BESIDE = '(min-width: 1001px)'

/** The form beside the plan; where there is no room beside, folded above it with its values in one line. */
export function SetupAside(props: ComponentProps<typeof SetupForm>) {
  const [open, setOpen] = useState(() => window.matchMedia(BESIDE).matches)
  useEffect(() => {
    const beside = window.matchMedia(BESIDE)
    const follow = () => setOpen(beside.matches)
    beside.addEventListener('change', follow)
    return () => beside.removeEventListener('change', follow)
  }, [])
  const { account, region, model, scope } = props.setup
  return (
    <details
      className={styles.aside}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      aria-label="Setup"
    >
      <summary className={styles.summary}>
        <b>Setup</b>
        <span>{[account, region, model, ...scope.map(scopeWords)].join(' · ')}</span>
      </summary>
      <SetupForm {...props} />
    </details>
  )
}
