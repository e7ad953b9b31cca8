import { useEffect, useRef, useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { useConnections } from '../features/connections/connections-queries'
import { identityOf } from '../features/connections/identity'
import { MfaDialog } from '../features/connections/mfa-dialog'
import { useConnectionFeed } from '../features/connections/use-connection-feed'
import { useFleetWatch } from '../features/fleet/fleet-queries'
import { useSettings } from '../features/settings/settings-queries'
import { BatchStrip } from './batch-strip'
import { CommandPalette } from './command-palette'
import styles from './frame.module.css'
import { Header } from './header'
import { Interruptions } from './interruptions'
import { LineStrip } from './line-strip'
import { Notices } from './notices'
import { useShortcutKeys, useShortcuts } from './shortcuts'
import { ShortcutsDialog } from './shortcuts-dialog'
import { useTheme } from './theme'
import { Toasts } from './toasts'
import { useAttention } from './use-attention'

/** What stands around every page: header, keyboard, palette, theme, the one subscription to the fleet. */
export function Frame() {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null)
  const navigate = useNavigate()
  const connections = useConnections().data
  useFocusOnNewPage()
  useConnectionFeed()
  useAttention()
  const preferences = useSettings().data?.preferences
  useTheme(preferences)
  useFleetWatch(connections ? identityOf(connections) : null)
  useShortcutKeys(preferences?.singleKeyShortcuts ?? false)
  useShortcuts([
    { keys: 'mod+k', title: 'Open the command palette', run: () => setOpen('palette') },
    { keys: '?', title: 'Show the keyboard shortcuts', run: () => setOpen('shortcuts') },
    { keys: 'g f', title: 'Go to the fleet', run: () => navigate('/') },
    { keys: 'g t', title: 'Go to test runs', run: () => navigate('/tests') },
    { keys: 'g r', title: 'Go to runs', run: () => navigate('/runs') },
    { keys: 'g l', title: 'Search the logs', run: () => navigate('/search') },
    { keys: 'g i', title: 'Go to immutable subjects', run: () => navigate('/subjects') },
    { keys: 'g m', title: 'Go to models', run: () => navigate('/models') },
    { keys: 'g c', title: 'Go to connections', run: () => navigate('/connections') },
    { keys: 'g s', title: 'Go to settings', run: () => navigate('/settings') },
  ])
  const close = () => setOpen(null)
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={skipToMain}>
        Skip to content
      </button>
      <Header onPalette={() => setOpen('palette')} />
      <LineStrip />
      <Notices />
      <Interruptions />
      <BatchStrip />
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Toasts />
      <MfaDialog />
      {open === 'palette' && <CommandPalette onClose={close} />}
      {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
    </div>
  )
}

/** A new page begins at its beginning: the focus does not stay on a link that is gone. */
function useFocusOnNewPage(): void {
  const { pathname } = useLocation()
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    const main = document.getElementById('main')
    main?.focus({ preventScroll: true })
    main?.scrollTo(0, 0)
  }, [pathname])
}

/** A button and not a link: the address's hash is the route, so a jump to `#main` would leave the page. */
function skipToMain(): void {
  document.getElementById('main')?.focus()
}
