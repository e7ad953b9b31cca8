import { ISOLATED_WORLD } from '../page/scripts.mjs'
import { fromChromium } from './scheme.mjs'

/** Electron's WebFrameMain for the top frame, the only one that a preload runs in. */
export class MainFrame {
  #session
  #url = 'about:blank'
  #world = null
  parent = null
  detached = false

  constructor(session) {
    this.#session = session
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData ?? {}
      if (context.name === ISOLATED_WORLD && frameId === this.id) this.#world = context.uniqueId
    })
    session.on('Runtime.executionContextsCleared', () => {
      this.#world = null
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#url = fromChromium(frame.url)
    })
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.id) this.#url = fromChromium(url)
    })
  }

  get id() {
    return this.targetId
  }
  get top() {
    return this
  }
  get url() {
    return this.#url
  }
  get origin() {
    const { protocol, host } = new URL(this.#url)
    return host ? `${protocol}//${host}` : 'null'
  }
  isDestroyed() {
    return this.detached
  }

  /** Runs an expression in the preload's world; nothing happens while there is none. */
  run(expression) {
    if (!this.#world || this.detached) return
    const call = { expression, uniqueContextId: this.#world }
    this.#session.send('Runtime.evaluate', call).catch(() => undefined)
  }
}
