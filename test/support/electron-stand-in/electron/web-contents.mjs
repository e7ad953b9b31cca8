import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { BINDING, ISOLATED_WORLD, isolatedWorldScript, mainWorldScript } from '../page/scripts.mjs'
import { createWire } from '../wire.mjs'
import { MainFrame } from './frame.mjs'
import { Ipc, ipcMain } from './ipc-main.mjs'
import { guardRequests } from './navigation.mjs'
import { fromChromium, toChromium } from './scheme.mjs'
import { defaultSession } from './session.mjs'
import { openTarget, permitChild } from './window-targets.mjs'

const wire = createWire()
const all = new Map()
let lastId = 0

/** The page of a window. Chromium opens it in the background: whatever is asked of it before waits. */
export class WebContents extends EventEmitter {
  #target
  #own = null
  #openHandler = () => ({ action: 'allow' })
  #destroyed = false
  mainFrame = null
  session = defaultSession
  ipc = new Ipc()

  constructor(preloadPath, bounds) {
    super()
    lastId += 1
    this.id = lastId
    const secret = randomUUID()
    const scripts = [{ source: mainWorldScript(secret) }]
    if (preloadPath) {
      scripts.push({ source: isolatedWorldScript(secret, preloadPath), worldName: ISOLATED_WORLD })
    }
    this.#target = this.#open(scripts, bounds)
    this.#target.catch((error) => console.error('The stand-in could not open a window:', error))
  }

  static fromDevToolsTargetId(targetId) {
    return all.get(targetId)
  }

  async #open(scripts, bounds) {
    const target = await openTarget(bounds)
    const { session, targetId, browser } = target
    all.set(targetId, this)
    this.mainFrame = new MainFrame(session)
    this.mainFrame.targetId = targetId
    this.#listen(session)
    browser.on('Target.detachedFromTarget', ({ sessionId }) => {
      if (sessionId === session.id) this.#end(targetId)
    })
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.addBinding', { name: BINDING, executionContextName: ISOLATED_WORLD }),
      ...scripts.map((script) => session.send('Page.addScriptToEvaluateOnNewDocument', script)),
      guardRequests({ session, contents: this, isOwn: (url) => url === this.#own }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ])
    return target
  }

  #listen(session) {
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) this.#receive(JSON.parse(payload))
    })
    session.on('Page.windowOpen', ({ url, windowName: frameName }) => {
      const { action } = this.#openHandler({ url: fromChromium(url), frameName, disposition: 'new-window' })
      if (action !== 'deny') permitChild()
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.emit('did-navigate', {}, this.mainFrame.url)
    })
    session.on('Page.navigatedWithinDocument', () =>
      this.emit('did-navigate-in-page', {}, this.mainFrame.url),
    )
    session.on('Page.domContentEventFired', () => this.emit('dom-ready'))
    session.on('Page.loadEventFired', () => this.emit('did-finish-load'))
    session.on('Inspector.targetCrashed', () => {
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    })
  }

  #receive({ kind, channel, args, id }) {
    const values = wire.decode(args)
    if (kind === 'preload-error') {
      this.emit('preload-error', {}, '', new Error(String(values[0])))
      return
    }
    const event = { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: 1 }
    if (kind === 'invoke') this.#answer(event, { channel, values, id })
    else for (const ipc of [this.ipc, ipcMain]) ipc.emit(channel, event, ...values)
  }

  async #answer(event, { channel, values, id }) {
    const handler = this.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel)
    const outcome = { text: wire.encode(undefined), failed: null }
    try {
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      outcome.text = wire.encode(await handler(event, ...values))
    } catch (error) {
      outcome.failed = `Error invoking remote method '${channel}': ${error}`
    }
    const [name, text, failed] = [id, outcome.text, outcome.failed].map((part) => JSON.stringify(part))
    this.mainFrame.run(`answerFromMain(${name}, ${text}, ${failed})`)
  }

  send(channel, ...args) {
    const text = JSON.stringify(wire.encode(args))
    this.mainFrame?.run(`deliverFromMain(${JSON.stringify(channel)}, ${text})`)
  }

  async loadURL(url) {
    const { session } = await this.#target
    this.#own = toChromium(url)
    const settled = new AbortController()
    const loaded = Promise.race(
      ['did-finish-load', 'did-navigate-in-page'].map((event) => once(this, event, settled)),
    ).finally(() => settled.abort())
    const { errorText } = await session.send('Page.navigate', { url: this.#own })
    this.#own = null
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  getURL() {
    return this.mainFrame?.url ?? ''
  }
  setWindowOpenHandler(handler) {
    this.#openHandler = handler
  }
  isDestroyed() {
    return this.#destroyed
  }

  async close() {
    const { browser, targetId } = await this.#target
    if (this.#destroyed) return
    const gone = once(this, 'destroyed')
    await browser.send('Target.closeTarget', { targetId }).catch(() => undefined)
    await gone
  }

  #end(targetId) {
    if (this.#destroyed) return
    this.#destroyed = true
    this.mainFrame.detached = true
    all.delete(targetId)
    this.emit('destroyed')
  }
}
