import { protocol } from 'electron'
import { readAsset } from '../renderer-assets'
import { APP_HOST, APP_SCHEME } from './address'

/** Makes `app://` a secure origin of its own, unlike `file://`. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page under `app://rolecall/`. */
export function serveApp(): void {
  protocol.handle(APP_SCHEME, ({ method, url }) => answer(method, new URL(url)))
}

async function answer(method: string, { host, pathname }: URL): Promise<Response> {
  if (method !== 'GET') return new Response('Only GET is answered here.', { status: 405 })
  const asset = host === APP_HOST ? await readAsset(pathname) : null
  if (!asset) return new Response('There is no such page.', { status: 404 })
  return new Response(new Uint8Array(asset.body), { headers: asset.headers })
}
