import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMissing } from './storage/atomic-file'

/** A built file of the renderer with the headers that guard it. */
export interface Asset {
  body: Buffer
  headers: Record<string, string>
}

const FOLDER = fileURLToPath(new URL('../renderer/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
}

/* Nothing from elsewhere and nothing inline; `connect-src` covers the WebSocket of the same host. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The file behind a URL path, `/` being the page itself; null when there is none. Paths cannot leave the folder. */
export async function readAsset(pathname: string): Promise<Asset | null> {
  const path = fileOf(pathname)
  const type = path && TYPES[extname(path)]
  if (!path || !type) return null
  try {
    return { body: await readFile(path), headers: headersFor(type) }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function fileOf(pathname: string): string | null {
  try {
    const path = normalize(join(FOLDER, pathname === '/' ? 'index.html' : decodeURIComponent(pathname)))
    return path.startsWith(FOLDER.endsWith(sep) ? FOLDER : FOLDER + sep) && !path.includes('\0') ? path : null
  } catch {
    return null
  }
}

function headersFor(type: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  }
}
