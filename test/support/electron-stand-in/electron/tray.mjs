import { EventEmitter } from 'node:events'

/** Electron's `Tray` where there is no tray: it holds what would be shown. */
export class Tray extends EventEmitter {
  static shown = new Set()
  constructor(image) {
    super()
    this.setImage(image)
    Tray.shown.add(this)
  }
  setImage(image) {
    if (image.isEmpty()) throw new Error('A tray icon cannot be empty.')
    this.image = image
  }
  setToolTip(text) {
    this.toolTip = text
  }
  setContextMenu(menu) {
    this.menu = menu
  }
  isDestroyed() {
    return !Tray.shown.has(this)
  }
  destroy() {
    Tray.shown.delete(this)
  }
}
