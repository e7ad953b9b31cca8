import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What may happen to one call between a client and a cloud. */
export const FAULTS = [
  'refused connection',
  'timeout before',
  'timeout after success',
  'connection reset',
  '500',
  '429 with retry-after',
  '429 without retry-after',
  '403',
  'killed before',
  'killed after success',
  'lasting outage',
] as const
export type Fault = (typeof FAULTS)[number]

/** Stands between the real clients and the sandbox, and lets one mutating call meet a fault. */
export interface FaultProxy {
  origin: string
  /** Mutating calls since the last arming, named by what they do. */
  calls: string[]
  /**
   * The mutating call of that index meets the fault; null lets all pass. Resolves once it has been met. An outage
   * lasts for every call, reading ones too, until the next arming.
   */
  arm(at: number | null, fault: Fault): Promise<void>
  close(): Promise<void>
}

interface Armed {
  at: number
  fault: Fault
  met(): void
}

/** Milliseconds for which nothing is listening after a refused connection. */
const DEAF = 60

export async function openFaultProxy(target: string): Promise<FaultProxy> {
  let armed: Armed | null = null
  let isOut = false
  let closed = false
  const line: Line = { target: new URL(target), agent: new Agent({ keepAlive: true }) }
  const calls: string[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    if (isOut) return void response.destroy()
    const name = mutation(request, body)
    const index = name === null ? -1 : calls.push(name) - 1
    const due = armed !== null && armed.at === index ? armed : null
    if (due === null) return forward(request, body, response)
    armed = null
    await meet(due.fault, request, body, response)
    due.met()
  }
  const meet = async (
    fault: Fault,
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> => {
    switch (fault) {
      case 'refused connection':
        server.close()
        server.closeAllConnections()
        setTimeout(() => void (closed || server.listen(port, '127.0.0.1')), DEAF)
        return
      case 'timeout before':
      case 'killed before':
        return
      case 'timeout after success':
      case 'killed after success':
        await passOn(line, request, body)
        return
      case 'connection reset':
        await passOn(line, request, body)
        response.socket?.resetAndDestroy()
        return
      case 'lasting outage':
        isOut = true
        response.destroy()
        return
      case '500':
      case '403':
      case '429 with retry-after':
      case '429 without retry-after':
        refuse(fault, request, response)
        return
    }
  }
  const forward = async (request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> => {
    const answered = await passOn(line, request, body)
    response.writeHead(answered.status, answered.headers)
    response.end(answered.body)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    arm(at, fault) {
      calls.length = 0
      isOut = false
      return new Promise((met) => {
        armed = at === null ? null : { at, fault, met }
      })
    },
    close: () =>
      new Promise((resolve) => {
        closed = true
        line.agent.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** What leads on to the sandbox. */
interface Line {
  target: URL
  agent: Agent
}

interface Answered {
  status: number
  headers: NodeJS.Dict<string | string[]>
  body: Buffer
}

const HOP = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'host'])

function withoutHops(headers: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)))
}

function passOn({ target, agent }: Line, request: IncomingMessage, body: Buffer): Promise<Answered> {
  const { method = 'GET', url = '/' } = request
  return new Promise((resolve, reject) => {
    const headers = { ...withoutHops(request.headers), 'content-length': body.length }
    const passed = ask({ host: target.hostname, port: target.port, method, path: url, headers, agent })
    passed.once('error', reject)
    passed.once('response', (response) => {
      bodyOf(response).then(
        (answer) =>
          resolve({
            status: response.statusCode ?? 502,
            headers: withoutHops(response.headers),
            body: answer,
          }),
        reject,
      )
    })
    passed.end(body)
  })
}

const READS = /^(Get|List|Simulate|AssumeRole|Describe)/

/** What a mutating call does; null for one that only reads. */
function mutation({ method = 'GET', url = '' }: IncomingMessage, body: Buffer): string | null {
  const { pathname } = new URL(url, 'http://proxy')
  if (method === 'GET' || method === 'HEAD') return null
  if (pathname.startsWith('/github'))
    return pathname.endsWith('/graphql') ? null : `${method} ${numberless(pathname)}`
  const action = new URLSearchParams(body.toString()).get('Action')
  if (action !== null) return READS.test(action) ? null : action
  return pathname.startsWith('/aws') ? `${method} ${pathname}` : null
}

function numberless(path: string): string {
  return path.replace(/^\/github\/repos\/[^/]+\/[^/]+/, '').replace(/\/\d+(?=\/|$)/g, '/{n}')
}

/* As each cloud words it: GitHub in JSON, IAM in XML, Bedrock in JSON with a header. */
function refuse(fault: Fault, { url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const status = Number.parseInt(fault, 10)
  const code = { 500: 'ServiceFailure', 403: 'AccessDenied', 429: 'Throttling' }[status] ?? ''
  const more = fault === '429 with retry-after' ? { 'retry-after': '1' } : {}
  if (url.startsWith('/github')) {
    const message = { 500: 'Server Error', 403: 'Resource not accessible', 429: 'Too many requests' }[status]
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...more })
    response.end(JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest' }))
  } else if (String(headers['content-type']).includes('form-urlencoded')) {
    response.writeHead(status, { 'content-type': 'text/xml', ...more })
    response.end(
      `<ErrorResponse><Error><Type>Receiver</Type><Code>${code}</Code><Message>A fault of the test</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
    )
  } else {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-amzn-errortype': `${code}Exception`,
      ...more,
    })
    response.end(JSON.stringify({ message: 'A fault of the test' }))
  }
}
