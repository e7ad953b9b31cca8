/** Electron's `shell`: remembers what it would have opened in the system browser. */
export const shell = {
  opened: [],
  async openExternal(url) {
    shell.opened.push(url)
  },
}
