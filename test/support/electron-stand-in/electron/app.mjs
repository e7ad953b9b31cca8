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

let ready = false
let quitting = false
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

  async quit() {
    const event = cancellable({})
    this.emit('before-quit', event)
    if (event.defaultPrevented || quitting) return
    for (const window of BrowserWindow.getAllWindows()) await window.webContents.close()
    const leave = cancellable({})
    this.emit('will-quit', leave)
    if (!leave.defaultPrevented) this.exit(0)
  }
  exit(code = 0) {
    if (quitting) return
    quitting = true
    this.emit('quit', {}, code)
    closeChromium().finally(() => process.exit(code))
  }
}

async function closeChromium() {
  const { browser } = await host.devtools
  await browser.send('Browser.close').catch(() => undefined)
  await host.closed
}

export const app = new App()

BrowserWindow.onClosed = (left) => {
  if (left > 0 || quitting) return
  if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
  else app.quit()
}

/** Called by the executable when Chromium runs and the app's main module is loaded. */
export function becomeReady() {
  ready = true
  app.emit('ready', {}, {})
}
