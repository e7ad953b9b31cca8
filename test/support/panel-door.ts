import { request } from 'node:http'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { servePanel } from '../../electron/browser/server'
import { createHouse } from '../../electron/house'
import { openNodeConf } from '../../electron/storage/node-conf'
import { memoryVault } from '../../electron/storage/vault'
import { temporaryFolder } from './temporary-folder'

/** The browser door of a house that is connected to nothing, on a real socket, until the test ends. */
export async function openPanel() {
  const home = await temporaryFolder()
  const house = await createHouse({
    door: 'browser',
    home,
    env: { AWS_CONFIG_FILE: `${home}/none`, AWS_SHARED_CREDENTIALS_FILE: `${home}/none` },
    sandbox: false,
    openConf: openNodeConf,
    vault: memoryVault(),
    version: '0.0.0',
    pace: 0,
  })
  const server = await servePanel(house, 0)
  onTestFinished(async () => {
    await server.close()
    await house.close()
  })
  const { host, port, searchParams } = new URL(server.link())
  return { server, host, port: Number(port), token: searchParams.get('token') ?? '' }
}

export type Panel = Awaited<ReturnType<typeof openPanel>>

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** One request with exactly these headers and exactly this path, as no well-meant client would let through. */
export function ask(
  { host, port }: Panel,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, method, headers: { host, ...headers }, agent: false },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          body += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

/** Redeems the one-time token; the `Cookie` header that a browser would send from then on. */
export async function enter(panel: Panel): Promise<string> {
  const { headers } = await ask(panel, `/?token=${panel.token}`)
  const [cookie] = headers['set-cookie'] ?? []
  if (!cookie) throw new Error('The door gave no cookie.')
  return cookie.split(';')[0] ?? ''
}

/** Opens a WebSocket to the panel; rejects with the status of a refusal. */
export function connect(
  { port, host }: Panel,
  headers: Record<string, string>,
  path = '/rpc',
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { host, ...headers } })
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${response.statusCode}`))
      socket.terminate()
    })
    socket.on('error', reject)
  })
}
