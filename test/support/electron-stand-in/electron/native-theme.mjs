import { EventEmitter } from 'node:events'

/** Electron's `nativeTheme` on a system with a light theme. */
export const nativeTheme = Object.assign(new EventEmitter(), {
  themeSource: 'system',
  shouldUseDarkColors: false,
})
