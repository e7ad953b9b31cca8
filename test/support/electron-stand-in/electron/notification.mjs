import { EventEmitter } from 'node:events'

/** Electron's `Notification` without a screen: it remembers what was shown, and a test can click it. */
export class Notification extends EventEmitter {
  static shown = []
  static isSupported() {
    return true
  }
  constructor({ title = '', body = '' } = {}) {
    super()
    this.title = title
    this.body = body
  }
  show() {
    Notification.shown.push(this)
    this.emit('show')
  }
  close() {
    this.emit('close')
  }
}
