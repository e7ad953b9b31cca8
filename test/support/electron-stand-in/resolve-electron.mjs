const STAND_IN = new URL('./electron/index.mjs', import.meta.url).href

/** Module hook: `electron` is the stand-in's, whoever imports it. */
export function resolve(specifier, context, next) {
  const isElectron = specifier === 'electron' || specifier === 'electron/main'
  return isElectron ? { url: STAND_IN, shortCircuit: true } : next(specifier, context)
}
