const handlers = new Map()
const privileged = new Set()

/** Electron's `protocol`: the schemes that the app serves itself. */
export const protocol = {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme, privileges } of schemes) if (privileges?.standard) privileged.add(scheme)
  },
  handle(scheme, handler) {
    if (!privileged.has(scheme))
      throw new Error(`The stand-in serves only standard schemes: ${scheme} is none.`)
    if (handlers.has(scheme)) throw new Error(`The scheme ${scheme} has a handler already.`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme) => handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
}

/** The app's answer for one of its own addresses in the form that `Fetch.fulfillRequest` takes; null for others. */
export async function answerOf({ url, method, headers, postData }) {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return null
  const response = await handler(
    new Request(url, { method, headers, ...(postData ? { body: postData } : {}) }),
  )
  return {
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  }
}
