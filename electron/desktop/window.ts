import { BrowserWindow, nativeTheme } from 'electron'
import { APP_URL } from './address'
import { guardNavigation } from './navigation-guards'

/** The panel's window, guarded, not loaded yet. `preload` is the path of the built bridge. */
export function createWindow(preload: string, githubOrigins: () => readonly string[]): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Rolecall',
    width: 1360,
    height: 880,
    minWidth: 760,
    minHeight: 480,
    show: false,
    // GitHub's canvas colours: the window must not flash white before a dark page.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0d1117' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  guardNavigation(window.webContents, githubOrigins)
  window.once('ready-to-show', () => window.show())
  return window
}

/** Loads the page, at a place in it such as `#/acme/web`. */
export async function loadPage(window: BrowserWindow, place = ''): Promise<void> {
  await window.loadURL(`${APP_URL}${place}`)
}

/** Brings the window to the front, whatever state it is in. */
export function reveal(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
