import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'

/** The two functions that the preload gives to the page; nothing else crosses. */
export interface Bridge {
  postMessage(message: unknown): void
  onMessage(listener: (message: unknown) => void): () => void
}

declare global {
  interface Window {
    rolecall?: Bridge
  }
}

/** Whether Rolecall's own process can be reached now. `retryAt` is milliseconds since the epoch. */
export type LineState = { kind: 'connecting' } | { kind: 'open' } | { kind: 'lost'; retryAt: number }

/** The way to Rolecall's own process: a link for the client, and the state of the line. */
export interface Door {
  link: ClientLink<ClientContext>
  state(): LineState
  subscribe(listener: () => void): () => void
  retryNow(): void
}

/** Thrown for a call made while the line is down; such a call never waits, so nothing is applied later by surprise. */
export class LineLost extends Error {
  override readonly name = 'LineLost'
}

/** The desktop door where the preload offers one, else the browser door. */
export function openDoor(): Door {
  return window.rolecall ? desktopDoor(window.rolecall) : browserDoor(socketAddress(window.location))
}

function socketAddress(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/rpc`
}

function desktopDoor(bridge: Bridge): Door {
  const link = new MessagePortLink({
    port: {
      postMessage: (message: unknown) => bridge.postMessage(message),
      onMessage: { addListener: (listener: (message: unknown) => void) => void bridge.onMessage(listener) },
      // The window cannot outlive the main process, so there is no moment at which this could be told.
      onDisconnect: { addListener: () => {} },
    },
  })
  const open: LineState = { kind: 'open' }
  return { link, state: () => open, subscribe: () => () => {}, retryNow: () => {} }
}

const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 10_000

function browserDoor(address: string): Door {
  const listeners = new Set<() => void>()
  let state: LineState = { kind: 'connecting' }
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: ClientLink<ClientContext>

  const become = (next: LineState) => {
    state = next
    for (const listener of listeners) listener()
  }
  const connect = () => {
    clearTimeout(timer)
    const socket = new WebSocket(address)
    socket.binaryType = 'arraybuffer'
    current = new WebSocketLink({ websocket: socket })
    socket.addEventListener('open', () => {
      failures = 0
      become({ kind: 'open' })
    })
    socket.addEventListener('close', () => {
      const delay = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS)
      failures += 1
      become({ kind: 'lost', retryAt: Date.now() + delay })
      timer = setTimeout(connect, delay)
    })
  }
  connect()

  return {
    link: {
      call(path, input, options) {
        if (state.kind === 'lost')
          return Promise.reject(new LineLost('Rolecall’s own process is out of reach.'))
        return current.call(path, input, options)
      },
    },
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    retryNow: () => {
      if (state.kind === 'lost') connect()
    },
  }
}
