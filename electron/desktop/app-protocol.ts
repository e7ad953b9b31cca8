import { protocol } from 'electron'
import { namesDownload, openDownload } from '../downloads'
import type { House } from '../house'
import { readAsset } from '../renderer-assets'
import { APP_HOST, APP_SCHEME } from './address'

/** Makes `app://` a secure origin of its own, unlike `file://`. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page under `app://rolecall/`, and the files that it saves. */
export function serveApp(house: House): void {
  protocol.handle(APP_SCHEME, ({ method, url }) => answer(house, method, new URL(url)))
}

async function answer(house: House, method: string, { host, pathname }: URL): Promise<Response> {
  if (method !== 'GET') return new Response('Only GET is answered here.', { status: 405 })
  if (host === APP_HOST && namesDownload(pathname)) return downloadResponse(house, pathname)
  const asset = host === APP_HOST ? await readAsset(pathname) : null
  if (!asset) return new Response('There is no such page.', { status: 404 })
  return new Response(new Uint8Array(asset.body), { headers: asset.headers })
}

async function downloadResponse(house: House, pathname: string): Promise<Response> {
  const download = await openDownload(house.realm(), pathname)
  if ('refusal' in download) return new Response(download.refusal, { status: 404 })
  return new Response(streamOf(download.body), { headers: download.headers })
}

function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const body = source[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await body.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await body.return?.()
    },
  })
}
