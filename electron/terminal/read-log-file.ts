import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { type TextJob, TextReader } from '../../shared/domain/diagnosis/read-text'
import { ExpectedFailure, failure } from '../../shared/domain/failure'

/** Marks of byte order. Windows PowerShell writes the first when output is redirected. */
const UTF16 = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
] as const
/** What a zip and gzip begin with; GitHub gives the logs of a whole run as the former. */
const PACKED = ['PK', '\x1f\x8b'] as const
/** How much of the first bytes may be control signs: a program may have printed some, and a picture has more. */
const MOST_CONTROLS = 0.05

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
  const marked = UTF16.find(({ mark }) => bytes[0] === mark[0] && bytes[1] === mark[1])
  if (marked) return new TextDecoder(marked.encoding)
  const begins = Buffer.from(bytes.subarray(0, 2)).toString('latin1')
  if (PACKED.some((packed) => packed === begins))
    throw refused('This is a packed file, such as a zip: unpack it, and give the text of one job.')
  const first = bytes.subarray(0, 8000)
  const unmarked = withoutMark(first)
  if (unmarked) return new TextDecoder(unmarked)
  if (first.filter(isControl).length > MOST_CONTROLS * first.length)
    throw refused('This is no text. Give the log of a job as plain text.')
  return new TextDecoder('utf-8')
}

/** Of text in Latin script every other byte is then empty. */
function withoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const empty = (odd: 0 | 1) => bytes.filter((byte, at) => byte === 0 && at % 2 === odd).length
  const [high, low] = [empty(0), empty(1)]
  const most = 0.35 * bytes.length
  if (low > most && high === 0) return 'utf-16le'
  return high > most && low === 0 ? 'utf-16be' : null
}

/** No line end, tab or escape. */
function isControl(byte: number): boolean {
  return byte < 8 || (byte > 13 && byte < 32 && byte !== 27)
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
