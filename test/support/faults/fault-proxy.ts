import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { AnsweringSandbox } from '../../../electron/sandbox/sandbox'
import { mutationOf } from './mutation-of'
import { refusal } from './refusal'

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
  'outage before',
  'outage after success',
  'killed before',
  'killed after success',
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
  arm(at: number | null, fault?: Fault): Promise<void>
  /** From here on nothing passes and nothing is answered: whoever calls counts as ended. */
  silence(): void
  close(): Promise<void>
}

interface Armed {
  at: number
  fault: Fault
  met(): void
}

/** One request on its way. */
interface Passage {
  request: Request
  socket: Socket
  passOn(): Response | Promise<Response>
}

/** Milliseconds for which nothing is listening after a refused connection. */
const DEAF = 60

/** A server on loopback before the sandbox of this process: clients reach it by real sockets. */
export async function openFaultProxy({ answer }: Pick<AnsweringSandbox, 'answer'>): Promise<FaultProxy> {
  let armed: Armed | null = null
  let passing: 'all' | 'nothing' | 'unanswered' = 'all'
  let closed = false
  const calls: string[] = []
  const fail = async (fault: Fault, passage: Passage): Promise<Response | null> => {
    if (fault.endsWith('after success') || fault === 'connection reset') await passage.passOn()
    switch (fault) {
      case 'refused connection':
        server.close()
        server.closeAllConnections()
        setTimeout(() => void (closed || server.listen(port, '127.0.0.1')), DEAF)
        return null
      case 'connection reset':
        passage.socket.resetAndDestroy()
        return null
      case 'outage before':
      case 'outage after success':
        passing = 'nothing'
        passage.socket.destroy()
        return null
      case 'timeout before':
      case 'timeout after success':
      case 'killed before':
      case 'killed after success':
        return null
      case '500':
      case '403':
      case '429 with retry-after':
      case '429 without retry-after':
        return refusal(fault, passage.request)
    }
  }
  /* Null where no answer comes. */
  const handle = async (request: Request, socket: Socket): Promise<Response | null> => {
    if (passing === 'nothing') socket.destroy()
    if (passing !== 'all') return null
    if (request.method === 'GET') return answer(request)
    const body = await request.text()
    const name = mutationOf(request, body)
    const index = name === null ? -1 : calls.push(name) - 1
    const passOn = () => answer(withBody(request, body))
    if (armed === null || armed.at !== index) return passOn()
    const { fault, met } = armed
    armed = null
    const answered = await fail(fault, { request, socket, passOn })
    met()
    return answered
  }
  const server = createServer(
    getRequestListener(
      async (request, { incoming }) => (await handle(request, incoming.socket)) ?? new Promise(() => {}),
      { overrideGlobalObjects: false },
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    arm(at, fault = '500') {
      calls.length = 0
      passing = 'all'
      return new Promise((met) => {
        armed = at === null ? null : { at, fault, met }
      })
    },
    silence() {
      passing = 'unanswered'
    },
    close: () =>
      new Promise((resolve) => {
        closed = true
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/* A body can be read once only, and the sandbox reads it, too. */
function withBody({ url, method, headers }: Request, body: string): Request {
  return new Request(url, { method, headers, ...(body === '' ? {} : { body }) })
}
