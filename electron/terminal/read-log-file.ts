import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { type TextJob, TextReader } from '../../shared/domain/diagnosis/read-text'
import { ExpectedFailure, failure } from '../../shared/domain/failure'

/** Such as Windows PowerShell writes when output is redirected. */
const UTF16 = [0xff, 0xfe] as const
/** A zip begins so; GitHub gives the logs of a whole run as one. */
const ZIP = 'PK'

/** Reads a log file as a stream, `-` for standard input; memory does not grow with its length. */
export async function readLogFile(path: string): Promise<TextJob[]> {
  const reader = new TextReader()
  for await (const line of linesOf(textOf(sourceOf(path)))) reader.add(line)
  return reader.end()
}

/** The whole of a log file as text, for those who need all of it. */
export async function readWholeLog(path: string): Promise<string> {
  let text = ''
  for await (const chunk of textOf(sourceOf(path))) text += chunk
  return text
}

function sourceOf(path: string): Readable {
  return path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 20 })
}

async function* textOf(source: Readable): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  try {
    for await (const chunk of source) {
      const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      decoder ??= decoderFor(bytes)
      yield decoder.decode(bytes, { stream: true })
    }
  } catch (error) {
    throw unreadable(error)
  }
  if (decoder) yield decoder.decode()
}

function decoderFor(bytes: Uint8Array): TextDecoder {
  if (bytes[0] === UTF16[0] && bytes[1] === UTF16[1]) return new TextDecoder('utf-16le')
  if (Buffer.from(bytes.subarray(0, ZIP.length)).toString('latin1') === ZIP) {
    throw refused('This is a zip: unpack it, and give the text of one job.')
  }
  if (bytes.subarray(0, 8000).includes(0))
    throw refused('This is no text. Give the log of a job as plain text.')
  return new TextDecoder('utf-8')
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const text = rest + chunk
    let at = 0
    for (let end = text.indexOf('\n', at); end !== -1; end = text.indexOf('\n', at)) {
      yield text.slice(at, text[end - 1] === '\r' ? end - 1 : end)
      at = end + 1
    }
    rest = text.slice(at)
  }
  if (rest !== '') yield rest
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const says = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(error.code)})`
  const path = 'path' in error ? String(error.path) : 'The log'
  return refused(`${path} ${says}. Name another with --log, or - for standard input.`, String(error.code))
}

function refused(sentence: string, code: string | null = null): ExpectedFailure {
  return new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'log' }, code))
}
