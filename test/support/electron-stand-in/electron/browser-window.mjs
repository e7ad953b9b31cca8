import { EventEmitter } from 'node:events'
import { WebContents } from './web-contents.mjs'

const windows = new Set()

/** Electron's defaults, and all that the stand-in can do: its pages really are isolated. */
const STRICT = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webviewTag: false,
  webSecurity: true,
}

function checkPreferences(preferences) {
  for (const [name, strict] of Object.entries(STRICT)) {
    const wanted = preferences[name] ?? strict
    if (wanted !== strict) throw new Error(`The stand-in opens only windows with ${name}: ${strict}.`)
  }
}

/** A window of headless Chromium. */
export class BrowserWindow extends EventEmitter {
  #visible
  #destroyed = false

  constructor(options = {}) {
    super()
    const { webPreferences = {}, width = 800, height = 600, show = true } = options
    checkPreferences(webPreferences)
    this.#visible = show
    this.webContents = new WebContents(webPreferences.preload, { width, height })
    this.id = this.webContents.id
    windows.add(this)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    this.webContents.once('destroyed', () => {
      this.#destroyed = true
      windows.delete(this)
      this.emit('closed')
      BrowserWindow.onClosed(windows.size)
    })
  }

  /** Set by `app`, which ends when the last window is closed. */
  static onClosed = () => undefined

  static getAllWindows() {
    return [...windows]
  }
  static fromWebContents(contents) {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }
  static getFocusedWindow() {
    return BrowserWindow.getAllWindows().at(-1) ?? null
  }

  loadURL(url) {
    return this.webContents.loadURL(url)
  }
  show() {
    this.#visible = true
    this.emit('show')
  }
  hide() {
    this.#visible = false
    this.emit('hide')
  }
  isVisible() {
    return this.#visible
  }
  isMinimized() {
    return false
  }
  restore() {}
  focus() {
    this.emit('focus')
  }
  isDestroyed() {
    return this.#destroyed
  }
  close() {
    this.webContents.close()
  }
  destroy() {
    this.webContents.close()
  }
}
