/** The page's end of contextBridge: defines what the preload exposes, frozen. Runs in the page (as source text). */
export function mainWorld(bridge) {
  const freeze = (value) => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }
  bridge.listen('expose', ({ key, api }) => {
    Object.defineProperty(globalThis, key, { value: freeze(api), enumerable: true })
  })
}
