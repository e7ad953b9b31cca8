/*
 * Values on their way between the main process, the preload's isolated world and the page, as JSON. The functions
 * below are also sent to the page as source text: they must not refer to anything outside themselves.
 */

/**
 * What the structured clone algorithm would carry. `functions.pack` and `functions.unpack` translate functions where
 * a door lets them pass (contextBridge); without them a function is refused, as Electron's IPC refuses it.
 */
export function createWire(functions) {
  const refuse = () => {
    throw new Error('An object could not be cloned.')
  }
  const bytesToText = (bytes) => {
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  }
  const textToBytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  const tagged = (tag, value) => ({ $: tag, value })

  function packObject(value) {
    if (Array.isArray(value)) return value.map(pack)
    if (value instanceof ArrayBuffer) return tagged('buffer', bytesToText(new Uint8Array(value)))
    if (ArrayBuffer.isView(value)) {
      return tagged('bytes', bytesToText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)))
    }
    if (value instanceof Date) return tagged('date', value.getTime())
    if (value instanceof Error) return tagged('error', value.message)
    if (value instanceof Promise || value instanceof WeakMap) return refuse()
    const fields = Object.entries(value).map(([key, field]) => [key, pack(field)])
    return tagged('object', Object.fromEntries(fields))
  }

  function pack(value) {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return tagged('undefined')
    if (typeof value === 'number') return Number.isFinite(value) ? value : tagged('number', String(value))
    if (typeof value === 'bigint') return tagged('bigint', String(value))
    if (typeof value === 'function') return functions ? tagged('function', functions.pack(value)) : refuse()
    if (typeof value === 'symbol') return refuse()
    return packObject(value)
  }

  const unpackers = {
    undefined: () => undefined,
    number: Number,
    bigint: BigInt,
    buffer: (text) => textToBytes(text).buffer,
    bytes: textToBytes,
    date: (time) => new Date(time),
    error: (message) => new Error(message),
    function: (id) => functions.unpack(id),
    object: (fields) =>
      Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, unpack(field)])),
  }

  function unpack(value) {
    if (Array.isArray(value)) return value.map(unpack)
    return value !== null && typeof value === 'object' ? unpackers[value.$](value.value) : value
  }

  return {
    encode: (value) => JSON.stringify(pack(value)),
    decode: (text) => unpack(JSON.parse(text)),
  }
}
