import { readFile } from 'node:fs/promises'
import { getSystemErrorMap } from 'node:util'

/** A file as text, or why it is none; `before` is what could be read up to what is no text. */
export type ReadInput = { ok: true; text: string } | { ok: false; why: string; before: string }

/** Reads a file, or standard input where the path is `-`, as UTF-8, or as `utf16` where it is marked so. */
export async function readInput(path: string, { utf16 = false } = {}): Promise<ReadInput> {
  let bytes: Uint8Array
  try {
    bytes = path === '-' ? await standardInput() : await readFile(path)
  } catch (error) {
    return { ok: false, why: `cannot be read: ${reasonOf(error)}`, before: '' }
  }
  // Windows PowerShell writes what is redirected to a file so.
  if (utf16 && bytes[0] === 0xff && bytes[1] === 0xfe)
    return { ok: true, text: new TextDecoder('utf-16le').decode(bytes) }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    const [before = ''] = new TextDecoder().decode(bytes).split('\uFFFD')
    return { ok: false, why: 'is not text in UTF-8', before }
  }
}

/** What a path is called in a sentence. */
export function inputName(path: string): string {
  return path === '-' ? 'Standard input' : path
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const known = 'errno' in error ? getSystemErrorMap().get(Number(error.errno))?.[1] : undefined
  return known ?? error.message
}
