/*
 * What the executable gives to the modules that stand for Electron's: the program's arguments and, once it has
 * started, Chromium.
 */

let announce
const started = new Promise((resolve) => {
  announce = resolve
})

export const host = {
  /** Folder of the app: what `app.getAppPath()` answers. */
  appPath: '',
  /** The app's package.json. */
  manifest: {},
  /** Electron's own switches, those before the app. */
  switches: [],
  /** Resolves to the connection to Chromium. */
  devtools: started,
  /** Called once by the executable. */
  connected: announce,
  /** Resolves when Chromium has ended. */
  closed: Promise.resolve(),
}
