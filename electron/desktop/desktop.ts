import { RPCHandler } from '@orpc/server/message-port'
import { app, type BrowserWindow, session } from 'electron'
import type { House } from '../house'
import { serveApp } from './app-protocol'
import { setApplicationMenu } from './menu'
import { guardPermissions } from './navigation-guards'
import { notify } from './notify'
import { openPortDoor } from './port'
import { noticeOf } from './run-notices'
import { startTestRun } from './test-run'
import { createTray } from './tray'
import { createWindow, loadPage, reveal } from './window'

/** The desktop door once it is open. */
export interface Desktop {
  /** Brings the window to the front, or opens it anew. */
  show(): void
  close(): void
}

/** Opens the window and the tray on a house. The app must be ready; `preload` is the path of the built bridge. */
export function openDesktop(house: House, preload: string): Desktop {
  serveApp(house)
  guardPermissions(session.defaultSession)
  setApplicationMenu()
  const show = windowOpener(house, preload)
  const tray = createTray({
    open: () => show(),
    openAt: show,
    openRepository: (repository) => show(`#/r/${repository}`),
    openConnections: () => show('#/connections'),
    test: (repository) => void startTestRun(house, repository).then(show),
    switchTo: (identity) => void house.lookAs(identity).then(() => show('#/')),
    quit: () => app.quit(),
  })
  const leave = house.onStandings((standings) => tray.show(standings))
  const leaveConnections = house.onConnections((connections) => {
    tray.showConnections(connections)
    void house.hosts().then((hosts) => tray.showHosts(hosts))
  })
  const leaveRuns = house.onOwnRuns((news) => {
    if (news.kind === 'view') tray.showRuns(news)
    const notice = noticeOf(news)
    if (notice) notify(notice, show)
  })
  show()
  return {
    show: () => show(),
    close() {
      leave()
      leaveConnections()
      leaveRuns()
      tray.destroy()
    },
  }
}

/** Shows the one window at a place, creating it where it was closed. */
function windowOpener(house: House, preload: string): (place?: string) => void {
  const handler = new RPCHandler(house.router)
  let window: BrowserWindow | null = null
  const create = (): BrowserWindow => {
    const created = createWindow(preload, () => house.realm().connections.githubOrigins())
    openPortDoor(created.webContents, {
      accept: (port) => handler.upgrade(port),
      refused: (count) => console.warn(`Rolecall refused a message from its window (${count} so far).`),
    })
    created.once('closed', () => {
      window = null
    })
    return created
  }
  return (place) => {
    const isNew = window === null
    window ??= create()
    if (isNew || place !== undefined) void loadPage(window, place)
    if (!isNew) reveal(window)
  }
}
