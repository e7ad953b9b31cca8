import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { LogFile } from '../../../electron/storage/logs/log-file'

/** A place that was looked at, and the bytes that stood there. */
export interface Place {
  name: string
  bytes: Buffer
}

/** Every form in which a secret may stand somewhere: as it is, and as some encoding of a text around it. */
export function formsOf(secret: string): { form: string; bytes: Buffer }[] {
  const raw = Buffer.from(secret)
  const json = JSON.stringify(secret).slice(1, -1)
  const forms: [string, string][] = [
    ['raw', secret],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['URL', encodeURIComponent(secret)],
    ['hex', raw.toString('hex')],
    ['HEX', raw.toString('hex').toUpperCase()],
    ...base64Of(raw, 'base64').map((text): [string, string] => ['base64', text]),
    ...base64Of(raw, 'base64url').map((text): [string, string] => ['base64url', text]),
  ]
  const encoded = forms.map(([form, text]) => ({ form, bytes: Buffer.from(text) }))
  return [...encoded, { form: 'UTF-16', bytes: Buffer.from(secret, 'utf16le') }]
}

/* Base64 of a text that holds the secret depends on where in it the secret begins: three ways, without the edges. */
function base64Of(raw: Buffer, encoding: 'base64' | 'base64url'): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), raw]).toString(encoding)
    const from = offset === 0 ? 0 : 4
    const whole = Math.floor((offset + raw.length) / 3) * 4
    return text.slice(from, whole)
  })
}

/** `NAME as FORM in PLACE` for every secret that stands in some place. */
export function findLeaks(secrets: Readonly<Record<string, string>>, places: readonly Place[]): string[] {
  const sought = Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).map((each) => ({ name, ...each })),
  )
  const leaks = places.flatMap((place) =>
    sought
      .filter(({ bytes }) => place.bytes.includes(bytes))
      .map(({ name, form }) => `${name} as ${form} in ${place.name}`),
  )
  return [...new Set(leaks)]
}

/** Every file below a folder, kept logs as the text that they hold. */
export async function placesBelow(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    files.map(async (path) => ({ name: relative(folder, path), bytes: await contentOf(path) })),
  )
}

async function contentOf(path: string): Promise<Buffer> {
  if (!path.endsWith('.log.br')) return readFile(path)
  const log = await LogFile.open(path)
  try {
    const blocks = await Promise.all(log.index.blocks.map((_, block) => log.read(block)))
    return Buffer.concat([Buffer.from(JSON.stringify(log.index)), ...blocks])
  } finally {
    await log.close()
  }
}
