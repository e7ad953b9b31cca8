import { useEffect, useRef, useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { useConnections } from '../features/connections/connections-queries'
import { identityOf } from '../features/connections/identity'
import { useFleetWatch } from '../features/fleet/fleet-queries'
import { useSettings } from '../features/settings/settings-queries'
import { CommandPalette } from './command-palette'
import styles from './frame.module.css'
import { Header } from './header'
import { LineStrip } from './line-strip'
import { Notices } from './notices'
import { useShortcutKeys, useShortcuts } from './shortcuts'
import { ShortcutsDialog } from './shortcuts-dialog'
import { useTheme } from './theme'
import { Toasts } from './toasts'

/** What stands around every page: header, keyboard, palette, theme, the one subscription to the fleet. */
export function Frame() {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null)
  const navigate = useNavigate()
  const connections = useConnections().data
  useFocusOnNewPage()
  const preferences = useSettings().data?.preferences
  useTheme(preferences)
  useFleetWatch(connections ? identityOf(connections) : null)
  useShortcutKeys(preferences?.singleKeyShortcuts ?? false)
  useShortcuts([
    { keys: 'mod+k', title: 'Open the command palette', run: () => setOpen('palette') },
    { keys: '?', title: 'Show the keyboard shortcuts', run: () => setOpen('shortcuts') },
    { keys: 'g f', title: 'Go to the fleet', run: () => navigate('/') },
    { keys: 'g r', title: 'Go to runs', run: () => navigate('/runs') },
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
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Toasts />
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
