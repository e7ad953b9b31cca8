/*
 * What `import … from 'electron'` gives in the stand-in's main process: as much as Rolecall uses. What is not here is
 * undefined, so that a new use of Electron fails loudly until the stand-in has it.
 */
import { app } from './app.mjs'
import { BrowserWindow } from './browser-window.mjs'
import { dialog } from './dialog.mjs'
import { ipcMain } from './ipc-main.mjs'
import { Menu } from './menu.mjs'
import { nativeImage } from './native-image.mjs'
import { nativeTheme } from './native-theme.mjs'
import { Notification } from './notification.mjs'
import { powerMonitor } from './power-monitor.mjs'
import { protocol } from './protocol.mjs'
import { safeStorage } from './safe-storage.mjs'
import { session } from './session.mjs'
import { shell } from './shell.mjs'
import { Tray } from './tray.mjs'
import { WebContents } from './web-contents.mjs'

const webContents = WebContents

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
  webContents,
}

const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
  webContents,
}

// biome-ignore lint/style/noDefaultExport: CommonJS packages that Rolecall bundles import Electron as a default.
export default electron
