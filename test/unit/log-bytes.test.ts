import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogFile } from '../../electron/storage/logs/log-file'
import type { LogSource } from '../../electron/storage/logs/log-form'
import { readPage } from '../../electron/storage/logs/log-page'
import { LogRedaction } from '../../electron/storage/logs/log-redaction'
import { LogWriter } from '../../electron/storage/logs/log-writer'
import { withoutEscapes } from '../../electron/storage/logs/without-escapes'
import { stripAnsi } from '../../shared/domain/ansi'
import { RepositoryName } from '../../shared/domain/ids'
import { parseLog } from '../../shared/domain/parse-log'
import { redact } from '../../shared/domain/redaction'

const ABOUT = { repository: RepositoryName.parse('acme/web'), runId: 1, jobId: 2, jobName: 'call' }
const T = '2026-01-01T00:00:00.1234567Z'

/** Pieces of which real and odd logs are made. */
const piece = fc.constantFrom(
  `${T} `,
  T,
  '2026-01-01T00:00:00Z ',
  '2026-01-01T00:00:00.Z ',
  '##[group]',
  '##[group]Run make',
  '##[endgroup]',
  '##[error]',
  '##[warning]odd',
  '##[nonsense]',
  '[command]/usr/bin/git',
  '\uFEFF',
  '\r\n',
  '\n',
  '\r',
  '\u001b[31m',
  '\u001b[0m',
  '\u001b[38;2;1;2;3m',
  '\u001b]8;;https://example.com\u0007',
  '\u001b]0;title',
  '\u001b(B',
  '\u001b',
  'héllo wörld ',
  '日本語',
  '🙂',
  'plain text',
)
const anyLog = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))

/** Keeps a log, given in chunks, and reads it through a file of its own. */
async function keptLog<T>(text: string, chunk: number, read: (file: LogFile) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-log-'))
  const path = join(folder, 'a')
  const writer = await LogWriter.begin(path, `${path}.part`, ABOUT)
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += chunk) await writer.write(bytes.subarray(at, at + chunk))
  await writer.finish()
  const file = await LogFile.open(path)
  try {
    return await read(file)
  } finally {
    await file.close()
    await rm(folder, { recursive: true })
  }
}

const everything = (source: LogSource) => readPage(source, 1, source.index.lines + 10)

describe('a kept log', () => {
  it('reads line for line as the rules parse its text, with the same groups and errors', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.integer({ min: 1, max: 200 }), async (text, chunk) => {
        const wanted = parseLog(text)
        const { lines, index } = await keptLog(text, chunk, async (file) => ({
          lines: (await everything(file)).lines,
          index: file.index,
        }))
        expect(lines).toEqual(wanted.lines)
        expect(index.lines).toBe(wanted.lines.length)
        expect(index.groups.first.map((first, at) => [first, index.groups.last[at]])).toEqual(
          wanted.groups.map(({ firstLine, lastLine }) => [firstLine, lastLine]),
        )
        expect(index.errors).toEqual(
          wanted.lines.filter(({ kind }) => kind === 'error').map(({ number }) => number),
        )
      }),
      { numRuns: 150 },
    )
  })
})

it('bytes lose the same escapes as text', () => {
  fc.assert(
    fc.property(anyLog, (text) => {
      const lines = text.split('\n')
      expect(withoutEscapes(Buffer.from(text)).toString().split('\n')).toEqual(lines.map(stripAnsi))
    }),
  )
})

/** Pieces of which secrets are made, and what stands around them. */
const secretPiece = fc.constantFrom(
  ...['x', ' ', '\t', '\u00a0', '\u3000', '"', "'", ':', '=', '://', '@', '.', ',', '\r', '\n', 'é', '-----'],
  ...['ghp_', 'github_pat_', 'AKIA', 'ASIA', 'IQoJ', 'FwoG', 'eyJ', 'sk-ant-', 'ABSK', 'aoaAAAA', 'aorAAAAA'],
  ...[
    'Authorization',
    'bearer',
    'access_key',
    'SecretAccessKey',
    'session_token',
    'SECURITY-TOKEN',
    'password',
  ],
  ...['client_secret', 'ClientSecret', 'device_code', 'deviceCode', 'https', 'user'],
  ...['abcdef123456', 'ABCDEF123456', 'a1B2c3D4'.repeat(6)],
)

it('a log loses the secrets that its lines would lose as texts, however it comes in', () => {
  fc.assert(
    fc.property(
      fc.array(secretPiece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      fc.integer({ min: 1, max: 90 }),
      (text, size) => {
        const redaction = new LogRedaction()
        const bytes = Buffer.from(text)
        const kept: Buffer[] = []
        for (let at = 0; at < bytes.length; at += size)
          kept.push(...redaction.take(bytes.subarray(at, at + size)))
        kept.push(...redaction.rest())
        const wanted = text.split('\n').map((line) => {
          const said = line.replace(/\r$/, '')
          return redact(said) + line.slice(said.length)
        })
        expect(Buffer.concat(kept).toString()).toBe(wanted.join('\n'))
      },
    ),
    { numRuns: 2000 },
  )
})
