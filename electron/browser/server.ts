import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocket, WebSocketServer } from 'ws'
import { admitMessage } from '../admit-message'
import { namesDownload, openDownload } from '../downloads'
import type { House } from '../house'
import { readAsset } from '../renderer-assets'
import { Admission } from './admission'

/** The panel on a loopback address. */
export interface PanelServer {
  /** A link that admits one browser, once. */
  link(): string
  close(): Promise<void>
}

/* Larger than any request of the contract, smaller than what would hurt. */
const MAX_PAYLOAD = 1 << 20

/* oRPC would print a stack trace for each message that it cannot read; here such a message is dropped. */
class AdmittingSocket extends WebSocket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'message' && admitMessage(args[0]) === null) return false
    return super.emit(event, ...args)
  }
}

/** Serves the renderer's files and the contract over one WebSocket, on 127.0.0.1 only. */
export async function servePanel(house: House, port: number): Promise<PanelServer> {
  const server = createServer()
  await listen(server, port)
  const admission = new Admission((server.address() as AddressInfo).port)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, WebSocket: AdmittingSocket })
  const handler = new RPCHandler(house.router)
  server.on('request', (request, response) => void answer(request, response, admission, house))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!maySpeak(request, admission)) return refuseUpgrade(socket)
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', () => opened.close())
      void handler.upgrade(opened)
    })
  })
  return {
    link: () => admission.link(),
    async close() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
  house: House,
): Promise<void> {
  const { url: path = '/' } = request
  if (!URL.canParse(path, 'http://127.0.0.1')) return refuse(response, 400, 'This is no address.')
  const url = new URL(path, 'http://127.0.0.1')
  if (!admission.namesUs(request.headers)) return refuse(response, 421, 'This address is not Rolecall’s.')
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET is answered here.')
  const token = url.searchParams.get('token')
  if (token !== null) {
    const cookie = admission.redeem(token)
    if (cookie === null)
      return refuse(
        response,
        403,
        'This link was used or is wrong. Press Enter in Rolecall’s terminal for a new one.',
      )
    response.writeHead(303, { 'Set-Cookie': cookie, Location: '/', 'Cache-Control': 'no-store' }).end()
    return
  }
  if (!admission.isKnown(request.headers)) {
    return refuse(response, 403, 'Open Rolecall by the link that the terminal shows.')
  }
  if (namesDownload(url.pathname)) return sendDownload(request, response, house, url.pathname)
  const asset = await readAsset(url.pathname)
  if (asset === null) return refuse(response, 404, 'There is no such page.')
  response.writeHead(200, { ...asset.headers, 'Cache-Control': 'no-store' })
  response.end(request.method === 'HEAD' ? undefined : asset.body)
}

/* What goes wrong before the first byte is told; what breaks off later breaks the download off. */
async function sendDownload(
  request: IncomingMessage,
  response: ServerResponse,
  house: House,
  pathname: string,
): Promise<void> {
  const download = await openDownload(house.realm(), pathname)
  if ('refusal' in download) return refuse(response, 404, download.refusal)
  response.writeHead(200, download.headers)
  if (request.method === 'HEAD') response.end()
  else await pipeline(Readable.from(download.body, { objectMode: false }), response).catch(() => {})
}

function maySpeak(request: IncomingMessage, admission: Admission): boolean {
  const { headers } = request
  return (
    request.url === '/rpc' &&
    admission.namesUs(headers) &&
    admission.isFromUs(headers) &&
    admission.isKnown(headers)
  )
}

function refuse(response: ServerResponse, status: number, says: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(`${says}\n`)
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}
