/** Electron's `Notification` without a screen: it remembers what was shown. */
export class Notification {
  static shown = []
  constructor(options) {
    this.options = options
  }
  show() {
    Notification.shown.push(this.options)
  }
}
