import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
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
] as const
export type Fault = (typeof FAULTS)[number]

/** Stands between the real clients and the sandbox, and lets one mutating call meet a fault. */
export interface FaultProxy {
  origin: string
  /** Mutating calls since the last arming, named by what they do. */
  calls: string[]
  /** The mutating call of that index meets the fault; null lets all pass. Resolves once it has been met. */
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
  let closed = false
  const calls: string[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
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
        await ask(target, request, body)
        return
      case 'connection reset':
        await ask(target, request, body)
        response.socket?.resetAndDestroy()
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
    const answered = await ask(target, request, body)
    response.writeHead(answered.status, Object.fromEntries(headersOf(answered.headers)))
    response.end(Buffer.from(await answered.arrayBuffer()))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    arm(at, fault) {
      calls.length = 0
      return new Promise((met) => {
        armed = at === null ? null : { at, fault, met }
      })
    },
    close: () =>
      new Promise((resolve) => {
        closed = true
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const HOP = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'content-encoding'])

function headersOf(headers: Headers): [string, string][] {
  return [...headers].filter(([name]) => !HOP.has(name))
}

function ask(target: string, request: IncomingMessage, body: Buffer): Promise<Response> {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    HOP.has(name) || name === 'host' || value === undefined ? [] : [[name, String(value)]],
  )
  const method = request.method ?? 'GET'
  const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0
  return fetch(`${target}${request.url}`, {
    method,
    headers,
    redirect: 'manual',
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
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
