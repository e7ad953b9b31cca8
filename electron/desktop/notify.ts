import { Notification } from 'electron'
import type { RunNotice } from './run-notices'

/* A notification that nobody holds may be collected, and its click with it. */
const shown = new Set<Notification>()
/** The system keeps about as many itself. */
const MOST_HELD = 20

/** Shows a notification of the system; a click on it leads to its place in the page. */
export function notify({ title, body, place }: RunNotice, open: (place: string) => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', () => open(place))
  shown.add(notification)
  const [oldest] = shown
  if (shown.size > MOST_HELD && oldest) shown.delete(oldest)
  notification.show()
}
