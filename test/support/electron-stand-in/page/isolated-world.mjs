/**
 * What a sandboxed preload finds: `require('electron')` with contextBridge and ipcRenderer, and nothing else. Runs in
 * an isolated world of the page (as source text); `toMain` is the binding that only this world has.
 */
export function isolatedWorld(bridge, wire, toMain, preload) {
  if (window !== window.top) return
  const listeners = new Map()
  const replies = new Map()
  const post = (kind, channel, args, id) =>
    toMain(JSON.stringify({ kind, channel, args: wire.encode(args), id }))

  const ipcRenderer = {
    send: (channel, ...args) => post('send', channel, args),
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        const id = `${replies.size}-${channel}`
        replies.set(id, { resolve, reject })
        post('invoke', channel, args, id)
      }),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    removeListener(channel, listener) {
      const kept = (listeners.get(channel) ?? []).filter((other) => other !== listener)
      listeners.set(channel, kept)
      return ipcRenderer
    },
  }
  ipcRenderer.off = ipcRenderer.removeListener
  const contextBridge = { exposeInMainWorld: (key, api) => bridge.emit('expose', { key, api }) }
  const electron = { ipcRenderer, contextBridge }

  globalThis.deliverFromMain = (channel, text) => {
    for (const listener of listeners.get(channel) ?? [])
      listener({ sender: ipcRenderer }, ...wire.decode(text))
  }
  globalThis.answerFromMain = (id, text, failed) => {
    const reply = replies.get(id)
    if (failed) reply?.reject(new Error(failed))
    else reply?.resolve(wire.decode(text))
  }

  function restrictedRequire(name) {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  const process = Object.freeze({ sandboxed: true, contextIsolated: true, type: 'renderer' })
  try {
    preload(restrictedRequire, {}, { exports: {} }, process)
  } catch (error) {
    console.error('Unable to load preload script', error)
    post('preload-error', '', [String(error)])
  }
}
