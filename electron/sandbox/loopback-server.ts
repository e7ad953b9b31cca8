import { createServer as createHttp1Server } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'

/** A server on a loopback address. */
export interface LoopbackServer {
  /** Such as `http://127.0.0.1:41234`. */
  origin: string
  close(): Promise<void>
}

type Fetch = (request: Request) => Response | Promise<Response>

/** How an HTTP/2 connection begins that was not negotiated (RFC 9113, 3.4); no method of HTTP/1.1 does. */
const HTTP2_PREFACE = Buffer.from('PRI')

/**
 * Milliseconds. Client and server share a process: one that was busy for longer than Node's five seconds would write
 * to a connection that is closed under its hands.
 */
const KEPT_ALIVE = 120_000

/**
 * Serves HTTP/1.1 and HTTP/2 on one port of 127.0.0.1. AWS's SDK for Bedrock's data plane speaks HTTP/2 from
 * the first byte, even to a plain `http:` endpoint; everything else speaks HTTP/1.1.
 */
export async function serveLoopback(fetch: Fetch, port = 0): Promise<LoopbackServer> {
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false })
  const http1 = createHttp1Server({ keepAliveTimeout: KEPT_ALIVE }, listener)
  const http2 = createHttp2Server(listener)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('data', (first: Buffer) => {
      socket.pause()
      socket.unshift(first)
      const protocol = first.subarray(0, HTTP2_PREFACE.length).equals(HTTP2_PREFACE) ? http2 : http1
      protocol.emit('connection', socket)
      // The chosen server has its listeners on the socket only after this turn.
      process.nextTick(() => socket.resume())
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: bound } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
