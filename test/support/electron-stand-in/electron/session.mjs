import { host } from '../host.mjs'

/** Electron's names of permissions, and Chromium's names of the same in its debugger. */
const PERMISSIONS = {
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
}

async function set(name, setting) {
  const { browser } = await host.devtools
  await browser.send('Browser.setPermission', { permission: { name }, setting }).catch(() => undefined)
}

/** Electron's default session: permissions are asked of the app once for each kind, and its answer is Chromium's. */
export const defaultSession = {
  setPermissionRequestHandler(handler) {
    for (const [permission, names] of Object.entries(PERMISSIONS)) {
      const answer = (granted) => Promise.all(names.map((name) => set(name, granted ? 'granted' : 'denied')))
      handler(null, permission, answer, { isMainFrame: true })
    }
  },
  setPermissionCheckHandler() {},
  setDevicePermissionHandler() {},
}

export const session = { defaultSession }
