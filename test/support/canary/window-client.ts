import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import type { Place } from './find-leaks'
import type { DoorClient } from './flows'

/** The bridge that the preload gives the page. */
interface Bridge {
  postMessage(message: string): void
  onMessage(listener: (message: string | ArrayBuffer | Uint8Array) => void): void
}

/** Told apart from the page’s own calls, which go over the same line. */
const OURS = 'canary-'
const Message = z.looseObject({ i: z.string() })

/** A client that asks over the page’s own IPC, and everything that the page was sent from here on. */
export async function clientInWindow(page: Page): Promise<{ client: DoorClient; received: Place[] }> {
  const received: Place[] = []
  const listeners: ((message: unknown) => void)[] = []
  await page.exposeFunction('heardInPage', (text: string) => {
    received.push({ name: 'a message to the page', bytes: Buffer.from(text) })
    const message = Message.parse(JSON.parse(text))
    if (!message.i.startsWith(OURS)) return
    const given = JSON.stringify({ ...message, i: message.i.slice(OURS.length) })
    for (const listener of listeners) listener(given)
  })
  await page.evaluate(() => {
    const bridge: Bridge = Reflect.get(globalThis, 'rolecall')
    const heard: (text: string) => void = Reflect.get(globalThis, 'heardInPage')
    bridge.onMessage((message) =>
      heard(typeof message === 'string' ? message : new TextDecoder().decode(message)),
    )
  })
  const link = new RPCLink({
    port: {
      postMessage: (message: unknown) => {
        const { i, ...rest } = Message.parse(JSON.parse(String(message)))
        void post(page, JSON.stringify({ ...rest, i: `${OURS}${i}` }))
      },
      onMessage: { addListener: (listener: (message: unknown) => void) => void listeners.push(listener) },
      onDisconnect: { addListener: () => {} },
    },
  })
  return { client: createORPCClient(link), received }
}

function post(page: Page, message: string): Promise<void> {
  return page.evaluate((text) => {
    const bridge: Bridge = Reflect.get(globalThis, 'rolecall')
    bridge.postMessage(text)
  }, message)
}

/** What the page holds and keeps now. */
export async function placesIn(page: Page): Promise<Place[]> {
  const held = await page.evaluate(() => ({
    'the page': document.documentElement.outerHTML,
    'a field of the page': [...document.querySelectorAll('input, textarea')].map(
      (field) => (field as HTMLInputElement).value,
    ),
    'local storage': { ...localStorage },
    'session storage': { ...sessionStorage },
  }))
  return Object.entries(held).map(([name, what]) => ({ name, bytes: Buffer.from(JSON.stringify(what)) }))
}
