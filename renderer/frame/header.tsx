import { Label } from '@primer/react'
import { NavLink } from 'react-router'
import { useConnections } from '../features/connections/connections-queries'
import { useFleet } from '../features/fleet/fleet-queries'
import { BudgetMeter } from './budget-meter'
import styles from './header.module.css'
import { HostMenu } from './host-menu'
import { Keys } from './keys'

const PAGES = [
  { to: '/', title: 'Fleet' },
  { to: '/runs', title: 'Runs' },
  { to: '/tests', title: 'Tests' },
  { to: '/search', title: 'Logs' },
  { to: '/models', title: 'Models' },
  { to: '/subjects', title: 'Subjects' },
  { to: '/connections', title: 'Connections' },
  { to: '/settings', title: 'Settings' },
]

/** The bar above every page: where one can go, what is being read, and what is left of GitHub's budget. */
export function Header({ onPalette }: { onPalette(): void }) {
  const fleet = useFleet().data
  const sandbox = useConnections().data?.sandbox ?? false
  const progress = fleet?.progress
  return (
    <header className={styles.header}>
      <NavLink to="/" className={styles.brand ?? ''}>
        <Mark />
        Rolecall
      </NavLink>
      <nav aria-label="Pages" className={styles.pages}>
        {PAGES.map(({ to, title }) => (
          <NavLink key={to} to={to} end={to === '/'} className={styles.page ?? ''}>
            {title}
          </NavLink>
        ))}
      </nav>
      <div className={styles.side}>
        {progress && (
          <span className={styles.progress} role="status">
            Reading {progress.done} of {progress.total}
          </span>
        )}
        <HostMenu />
        {sandbox && <Label variant="accent">Sandbox</Label>}
        <BudgetMeter budgets={fleet?.budgets ?? []} />
        <button type="button" className={styles.palette} onClick={onPalette}>
          <span className={styles.paletteWords}>Search or run a command</span>
          <Keys keys="mod+k" />
        </button>
      </div>
    </header>
  )
}

/** Two stations and the line between them. */
function Mark() {
  return (
    <svg className={styles.mark} width="20" height="20" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="3" cy="8" r="2" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M6 8h4" stroke="currentColor" strokeWidth="2" />
      <circle cx="13" cy="8" r="3" fill="currentColor" />
    </svg>
  )
}
