import { EventEmitter } from 'node:events'

/** Messages of a window's preload, by channel; `handle` answers `ipcRenderer.invoke`. */
export class Ipc extends EventEmitter {
  #handlers = new Map()
  handle(channel, handler) {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }
  removeHandler(channel) {
    this.#handlers.delete(channel)
  }
  handlerOf(channel) {
    return this.#handlers.get(channel)
  }
}

export const ipcMain = new Ipc()
