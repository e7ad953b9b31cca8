import { Socket } from 'node:net'

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

type Connect = Socket['connect']

/** The host that a `connect` call names; undefined for a pipe, which is local. */
function hostOf(args: readonly unknown[]): string | undefined {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0]
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return undefined
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost'
  }
  if (typeof first === 'number') return typeof args[1] === 'string' ? args[1] : 'localhost'
  return undefined
}

const connect: Connect = Socket.prototype.connect

/* Tests see the sandbox and nothing else: a connection beyond loopback fails at once and names the host. */
Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args)
  if (host !== undefined && !LOOPBACK.has(host)) {
    throw new Error(`Tests may not reach ${host}: the network is denied.`)
  }
  return Reflect.apply(connect, this, args)
} as Connect
