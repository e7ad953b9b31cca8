import { EventEmitter } from 'node:events'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { host } from '../host.mjs'
import { BrowserWindow } from './browser-window.mjs'
import { cancellable } from './cancellable.mjs'
import { holdInstance } from './single-instance.mjs'

const paths = new Map([
  ['home', homedir()],
  ['appData', join(homedir(), '.config')],
  ['temp', tmpdir()],
])

/** Milliseconds that Chromium gets to close a window, or itself. */
const CLOSING_TAKES = 5_000

let ready = false
/** Between `before-quit` and `will-quit`, while the windows close. */
let leaving = false
let ending = false
let name = null

/** Electron's `app`. */
class App extends EventEmitter {
  isPackaged = false
  commandLine = {
    appendSwitch: () => undefined,
    hasSwitch: (wanted) => process.argv.some((argument) => argument.split('=')[0] === `--${wanted}`),
  }

  whenReady() {
    return ready ? Promise.resolve() : new Promise((resolve) => this.once('ready', resolve))
  }
  isReady() {
    return ready
  }
  getName() {
    return name ?? host.manifest.productName ?? host.manifest.name
  }
  setName(wanted) {
    name = wanted
  }
  getVersion() {
    return host.manifest.version
  }
  getAppPath() {
    return host.appPath
  }
  getPath(of) {
    if (of === 'userData') return paths.get('userData') ?? join(paths.get('appData'), this.getName())
    const path = paths.get(of)
    if (!path) throw new Error(`Failed to get '${of}' path`)
    return path
  }
  setPath(of, path) {
    paths.set(of, path)
  }
  enableSandbox() {}
  setAppUserModelId() {}
  requestSingleInstanceLock(data = {}) {
    return holdInstance(this.getPath('userData'), data, (argv, folder, theirs) =>
      this.emit('second-instance', {}, argv, folder, theirs),
    )
  }
  hasSingleInstanceLock() {
    return true
  }

  /** Asks to leave and returns at once: who waits for the end (a debugger's client) waits for the process. */
  quit() {
    this.#leave().catch((error) => {
      console.error('The stand-in could not leave in order:', error)
      this.exit(1)
    })
  }
  async #leave() {
    if (leaving) return
    const event = cancellable({})
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    leaving = true
    const closing = BrowserWindow.getAllWindows().map((window) => window.webContents.close())
    await within(CLOSING_TAKES, Promise.all(closing))
    const leave = cancellable({})
    this.emit('will-quit', leave)
    leaving = false
    if (!leave.defaultPrevented) this.exit(0)
  }
  exit(code = 0) {
    if (ending) return
    ending = true
    this.emit('quit', {}, code)
    within(CLOSING_TAKES, closeChromium()).finally(() => process.exit(code))
  }
}

/** Chromium is asked to close in order; it ends with this process in any case. */
function within(milliseconds, work) {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())])
}

async function closeChromium() {
  const { browser } = await host.devtools
  await browser.send('Browser.close').catch(() => undefined)
  await host.closed
}

export const app = new App()

BrowserWindow.onClosed = (left) => {
  if (left > 0 || leaving || ending) return
  if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
  else app.quit()
}

/** Called by the executable when Chromium runs and the app's main module is loaded. */
export function becomeReady() {
  ready = true
  app.emit('ready', {}, {})
}
