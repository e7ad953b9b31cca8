import { EventEmitter } from 'node:events'
import { WebSocket } from 'ws'

/** One target of Chromium, or the browser itself when `id` is undefined: commands out, events in by method name. */
class Session extends EventEmitter {
  #devtools
  constructor(devtools, id) {
    super()
    this.#devtools = devtools
    this.id = id
  }
  send(method, params = {}) {
    return this.#devtools.send(method, params, this.id)
  }
}

/** A connection to Chromium's debugger in flat-session mode. */
export class DevTools {
  #socket
  #lastId = 0
  #pending = new Map()
  #sessions = new Map()

  static async connect(url) {
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 0 })
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return new DevTools(socket)
  }

  constructor(socket) {
    this.#socket = socket
    this.browser = this.session(undefined)
    socket.on('message', (text) => this.#receive(JSON.parse(String(text))))
    socket.on('close', () => this.#fail('Chromium has closed the connection'))
  }

  session(id) {
    const known = this.#sessions.get(id)
    if (known) return known
    const session = new Session(this, id)
    this.#sessions.set(id, session)
    return session
  }

  send(method, params, sessionId) {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, method })
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    })
  }

  close() {
    this.#socket.close()
  }

  #receive(message) {
    if (message.id === undefined) {
      this.#sessions.get(message.sessionId)?.emit(message.method, message.params)
      return
    }
    const call = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`))
    else call?.resolve(message.result)
  }

  #fail(why) {
    for (const { reject, method } of this.#pending.values()) reject(new Error(`${method}: ${why}`))
    this.#pending.clear()
  }
}
