import { type Session, shell, type WebContents } from 'electron'
import { isOwnAddress } from './address'
import { externalLink } from './external-links'

/** Keeps the window on our page: no other page in it, no second window, no webview. */
export function guardNavigation(contents: WebContents, githubOrigins: () => readonly string[]): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url, githubOrigins())
    if (link) void shell.openExternal(link)
    return { action: 'deny' }
  })
}

/** The page may put text on the clipboard (to copy an ARN); every other permission is refused. */
export function guardPermissions(session: Session): void {
  const permitted = (permission: string): boolean => permission === 'clipboard-sanitized-write'
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permitted(permission)))
  session.setPermissionCheckHandler((_contents, permission) => permitted(permission))
  session.setDevicePermissionHandler(() => false)
}
