import { readFileSync } from 'node:fs'
import { createWire } from '../wire.mjs'
import { createBridge } from './bridge.mjs'
import { isolatedWorld } from './isolated-world.mjs'
import { mainWorld } from './main-world.mjs'

/** Name of the world in which preloads run, as in Electron. */
export const ISOLATED_WORLD = 'Electron Isolated Context'
/** The binding through which that world reaches the main process. */
export const BINDING = 'electronStandInToMain'

/** Source of the script that runs in the page's own world before the page's scripts. */
export function mainWorldScript(secret) {
  return `(${mainWorld})((${createBridge})(${createWire}, ${JSON.stringify(secret)}, 'page', 'preload'))`
}

/** Source of the script that runs the preload in its isolated world. A module preload is refused, as by the sandbox. */
export function isolatedWorldScript(secret, preloadPath) {
  if (preloadPath.endsWith('.mjs')) throw new Error('A sandboxed preload cannot be an ES module.')
  const preload = `(function (require, exports, module, process) {\n${readFileSync(preloadPath, 'utf8')}\n})`
  const bridge = `(${createBridge})(createWire, ${JSON.stringify(secret)}, 'preload', 'page')`
  return `{ const createWire = ${createWire};
    (${isolatedWorld})(${bridge}, createWire(), globalThis.${BINDING}, ${preload}) }`
}
