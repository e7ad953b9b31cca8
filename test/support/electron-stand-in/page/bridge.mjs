/**
 * One end of the passage between the page's world and the preload's: each end calls functions of the other, at once
 * and with cloned values. Runs in the page (sent as source text); `secret` names events that the page cannot guess.
 */
export function createBridge(createWire, secret, here, there) {
  const mine = new Map()
  const returns = []
  const { addEventListener, dispatchEvent } = EventTarget.prototype
  const PageEvent = CustomEvent
  const target = document

  const wire = createWire({
    pack(callee) {
      const id = `${here}-${mine.size}`
      mine.set(id, callee)
      return id
    },
    unpack: (id) => Object.freeze((...args) => call(id, args)),
  })
  const emit = (kind, value) =>
    dispatchEvent.call(target, new PageEvent(`${secret}-${there}-${kind}`, { detail: wire.encode(value) }))
  const listen = (kind, listener) =>
    addEventListener.call(target, `${secret}-${here}-${kind}`, (event) => listener(wire.decode(event.detail)))

  function call(id, args) {
    emit('call', { id, args })
    const outcome = returns.pop()
    if (outcome?.failed) throw new Error(outcome.failed)
    return outcome?.value
  }

  listen('return', (outcome) => returns.push(outcome))
  listen('call', ({ id, args }) => {
    try {
      emit('return', { value: mine.get(id)?.(...args) })
    } catch (error) {
      emit('return', { failed: String(error) })
    }
  })
  return { emit, listen }
}
