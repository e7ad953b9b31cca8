import { mkdir, readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { brotliCompressSync, crc32 } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LogFolder, type LogKey } from '../../electron/storage/logs/log-folder'
import { BLOCK_BYTES } from '../../electron/storage/logs/log-form'
import { LogShelf } from '../../electron/storage/logs/log-shelf'
import { openLogStore } from '../../electron/storage/logs/log-store'
import { RepositoryName } from '../../shared/domain/ids'
import { temporaryFolder } from '../support/temporary-folder'

const WEB = RepositoryName.parse('acme/web')
const keyOf = (jobId: number): LogKey => ({ host: 'api.github.com', repository: WEB, jobId })
const T = '2026-01-01T00:00:00.0000000Z '

function shelfIn(folder: string): LogShelf {
  const shelf = new LogShelf({ folder })
  onTestFinished(() => shelf.close())
  return shelf
}

async function keep(shelf: LogShelf, jobId: number, text: string, most = 2 ** 30): Promise<void> {
  const id = await shelf.begin(keyOf(jobId), { repository: WEB, runId: 1, jobId, jobName: 'call' })
  await shelf.write(id, Buffer.from(text))
  await shelf.finish(id, most)
}

async function found(shelf: LogShelf, text: string, look: { regex?: boolean; caseSensitive?: boolean } = {}) {
  const query = { text, regex: look.regex ?? false, caseSensitive: look.caseSensitive ?? true }
  const lines: number[] = []
  for await (const hits of shelf.search(keyOf(1), query)) lines.push(...hits.lines)
  return lines
}

const linesOf = async (shelf: LogShelf, jobId = 1) =>
  (await shelf.page(keyOf(jobId), 1, 1000))?.lines.map(({ text }) => text)

/** The files of the one host. */
const files = async (folder: string) => readdir(join(folder, 'api.github.com'))

/** Text that compresses badly, so that a log takes its room. */
const noise = (length: number) =>
  Array.from({ length }, (_, at) => ((Math.imul(at + 1, 2654435761) >>> 7) % 94) + 33)
    .map((code) => String.fromCharCode(code))
    .join('')

describe('the store of logs', () => {
  test('gives back what it was given, line by line and whole', async () => {
    const shelf = shelfIn(await temporaryFolder())
    const text = `${T}one\r\n${T}zwei ü\n${T}##[error]three`
    await keep(shelf, 1, text)
    expect(await linesOf(shelf)).toEqual(['one', 'zwei ü', 'three'])
    const raw: Uint8Array[] = []
    for await (const chunk of shelf.raw(keyOf(1))) raw.push(chunk)
    expect(Buffer.concat(raw).toString()).toBe(text)
    expect(await shelf.outline(keyOf(1), [])).toMatchObject({ lines: 3, errors: [3], complete: true })
  })

  test('lets go of the least recently used, never of the one that came last', async () => {
    const folder = await temporaryFolder()
    const shelf = shelfIn(folder)
    for (const jobId of [1, 2, 3]) await keep(shelf, jobId, `${T}${noise(20_000)} ${jobId}\n`)
    const log = new LogFolder(folder, Date.now)
    for (const [jobId, at] of [
      [1, 300],
      [2, 100],
      [3, 200],
    ] as const)
      await utimes(log.pathOf(keyOf(jobId)), at, at)
    const [{ size } = { size: 0 }] = await shelf.list('api.github.com')
    await keep(shelf, 4, `${T}${noise(20_000)}\n`, size * 3.5)
    expect((await shelf.list('api.github.com')).map(({ key }) => key.jobId).sort()).toEqual([1, 3, 4])
    await keep(shelf, 5, `${T}${noise(20_000)}\n`, 1)
    expect((await shelf.list('api.github.com')).map(({ key }) => key.jobId)).toEqual([5])
  })

  test.each([
    ['its end is cut off', async (path: string) => truncate(path, 40)],
    ['it is empty', async (path: string) => truncate(path, 0)],
    ['a bit of a block is turned', async (path: string) => turnBit(path, 2)],
    ['a bit of its index is turned', async (path: string) => turnBit(path, -90)],
  ])('sets a file aside and is without it where %s', async (_, damage) => {
    const folder = await temporaryFolder()
    const before = shelfIn(folder)
    await keep(before, 1, `${T}${noise(3000)}\n`)
    const path = new LogFolder(folder, Date.now).pathOf(keyOf(1))
    await damage(path)
    const shelf = shelfIn(folder)
    expect(await shelf.page(keyOf(1), 1, 10)).toBeNull()
    expect(await shelf.setAside()).toHaveLength(1)
    expect((await files(folder)).filter((name) => name.includes('unreadable'))).toHaveLength(1)
    await keep(shelf, 1, `${T}again\n`)
    expect(await linesOf(shelf)).toEqual(['again'])
  })

  test('knows nothing of a log that a crash left half-written, and clears it away in time', async () => {
    const folder = await temporaryFolder()
    const crashed = shelfIn(folder)
    const id = await crashed.begin(keyOf(1), { repository: WEB, runId: 1, jobId: 1, jobName: null })
    await crashed.write(id, Buffer.from(`${T}half`))
    const shelf = shelfIn(folder)
    expect(await shelf.page(keyOf(1), 1, 10)).toBeNull()
    const [part = ''] = await files(folder)
    await utimes(join(folder, 'api.github.com', part), 1, 1)
    await keep(shelf, 2, `${T}whole\n`)
    expect(await files(folder)).toEqual(['acme+web+2.log.br'])
  })

  test('shows a log that is still coming in as far as it has come', async () => {
    const shelf = shelfIn(await temporaryFolder())
    const id = await shelf.begin(keyOf(1), { repository: WEB, runId: 1, jobId: 1, jobName: null })
    await shelf.write(id, Buffer.from(`${T}one\n${T}two\n${T}thr`))
    expect(await linesOf(shelf)).toEqual(['one', 'two'])
    expect(await shelf.outline(keyOf(1), [])).toMatchObject({ complete: false, lines: 2 })
    await shelf.write(id, Buffer.from('ee\n'))
    await shelf.finish(id, 2 ** 30)
    expect(await linesOf(shelf)).toEqual(['one', 'two', 'three'])
  })

  test('has a log to show at every moment while it is put in its place', async () => {
    const shelf = shelfIn(await temporaryFolder())
    const text = Array.from({ length: 4000 }, (_, at) => `${T}${at} ${noise(80)}\n`).join('')
    for (const jobId of [1, 2, 3, 4, 5]) {
      const id = await shelf.begin(keyOf(jobId), { repository: WEB, runId: 1, jobId, jobName: 'call' })
      await shelf.write(id, Buffer.from(text))
      let isOver = false
      const finished = shelf.finish(id, 2 ** 30).then(() => {
        isOver = true
      })
      const readers = Array.from({ length: 4 }, async (_, at) => {
        while (!isOver) expect(await shelf.page(keyOf(jobId), 1 + at * 900, 200)).not.toBeNull()
      })
      await Promise.all([finished, ...readers])
      expect(await shelf.page(keyOf(jobId), 3990, 200)).toMatchObject({ total: 4000, complete: true })
    }
  })

  test('reads a file as it was kept before 22 November 2026', async () => {
    const folder = await temporaryFolder()
    const path = new LogFolder(folder, Date.now).pathOf(keyOf(1))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, brotliFile(`${T}one\n${T}two\n`))
    const shelf = shelfIn(folder)
    expect(await linesOf(shelf)).toEqual(['one', 'two'])
    expect(await found(shelf, 'two')).toEqual([2])
  })

  test('is the same for two processes that bring the same log at once, and for many that read it', async () => {
    const folder = await temporaryFolder()
    const shelves = [shelfIn(folder), shelfIn(folder)]
    await Promise.all(shelves.map((shelf) => keep(shelf, 1, `${T}one\n${T}two\n`)))
    const read = await Promise.all(
      Array.from({ length: 20 }, (_, at) => linesOf(shelves[at % 2] ?? shelfIn(folder))),
    )
    expect(new Set(read.map((lines) => lines?.join()))).toEqual(new Set(['one,two']))
    expect(await files(folder)).toEqual(['acme+web+1.log.br'])
  })
})

describe('a search', () => {
  test('looks at the text as it is shown: no times, no markers, no escapes', async () => {
    const shelf = shelfIn(await temporaryFolder())
    await keep(shelf, 1, `${T}##[error]2 er\u001b[31mrors\u001b[0m in 2026\n${T}fine\r\n${T}Error É\n`)
    expect(await found(shelf, 'errors in')).toEqual([1])
    expect(await found(shelf, '2026')).toEqual([1])
    expect(await found(shelf, '00:00')).toEqual([])
    expect(await found(shelf, 'ERROR', { caseSensitive: false })).toEqual([1, 3])
    expect(await found(shelf, 'error é', { caseSensitive: false })).toEqual([3])
    expect(await found(shelf, '^fine$', { regex: true })).toEqual([2])
    expect(await found(shelf, '^\\d er', { regex: true })).toEqual([1])
  })

  test('finds what lies over the cut of a line that is longer than a block, character by character', async () => {
    const shelf = shelfIn(await temporaryFolder())
    const long = `${T}${'ü'.repeat(BLOCK_BYTES / 2 - 20)}before日本語after${'x'.repeat(BLOCK_BYTES * 2)}end`
    await keep(shelf, 1, `${T}first\n${long}\n${T}last end\n`)
    expect(await found(shelf, 'before日本語after')).toEqual([2])
    expect(await found(shelf, 'before...after', { regex: true })).toEqual([2])
    expect(await found(shelf, 'end')).toEqual([2, 3])
    const page = await shelf.page(keyOf(1), 1, 10)
    expect(page?.lines.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(page?.cut).toEqual([2])
  })

  test('finds each line of a log of many blocks, as a plain reading does', async () => {
    const shelf = shelfIn(await temporaryFolder())
    const lines = Array.from(
      { length: 40_000 },
      (_, at) => `${noise(40).slice(at % 7)} ${at % 997 === 0 ? `Mark${at}ed` : at}`,
    )
    await keep(shelf, 1, lines.map((line) => `${T}${line}\n`).join(''))
    const marked = lines.flatMap((line, at) => (line.includes('Mark') ? [at + 1] : []))
    expect(await found(shelf, 'Mark')).toEqual(marked)
    expect(await found(shelf, 'mARK', { caseSensitive: false })).toEqual(marked)
    expect(await found(shelf, 'Mark\\d+ed$', { regex: true })).toEqual(marked)
    expect(await found(shelf, 'Mark20937ed')).toEqual([20_938])
    expect(await found(shelf, 'Mark20938ed')).toEqual([])
  })

  test('is the same in parts that are searched at once', async () => {
    const folder = await temporaryFolder()
    const shelf = shelfIn(folder)
    const long = `begun ${'x'.repeat(3 * BLOCK_BYTES)} ended`
    await keep(shelf, 1, `${T}Mark\n${`${T}${noise(90)}\n`.repeat(4000)}${T}${long}\n${T}Mark\n`)
    const store = openLogStore(folder)
    onTestFinished(() => store.close())
    for (const text of ['Mark', 'begun', 'ended', noise(90).slice(0, 20)]) {
      const lines: number[] = []
      let searched = 0
      for await (const hits of store.search(keyOf(1), { text, regex: false, caseSensitive: true })) {
        lines.push(...hits.lines)
        searched = hits.searched
      }
      expect(lines).toEqual(await found(shelf, text))
      expect(lines).not.toEqual([])
      expect(searched).toBe((await shelf.outline(keyOf(1), []))?.bytes)
    }
  })

  test('is not held up by a pattern that makes others backtrack for ever', async () => {
    const shelf = shelfIn(await temporaryFolder())
    await keep(shelf, 1, `${T}${'a'.repeat(50_000)}b\n${T}aaa\n`)
    expect(await found(shelf, '^(a+)+$', { regex: true })).toEqual([2])
  })

  test('refuses a regular expression that is none, and says so', async () => {
    const shelf = shelfIn(await temporaryFolder())
    await keep(shelf, 1, `${T}x\n`)
    await expect(found(shelf, '(', { regex: true })).rejects.toMatchObject({
      failure: { reason: 'invalid', sentence: expect.stringContaining('missing closing )') },
    })
  })
})

/** A log of two lines in the first form: blocks and index are Brotli, and each block has its checksum in the index. */
function brotliFile(text: string): Buffer {
  const block = brotliCompressSync(text)
  const index = brotliCompressSync(
    JSON.stringify({
      version: 1,
      about: { repository: WEB, runId: 1, jobId: 1, jobName: 'call' },
      bytes: text.length,
      lines: 2,
      warnings: 0,
      errors: [],
      groups: { first: [], last: [], at: [], runs: [] },
      blocks: [
        {
          at: 0,
          size: block.length,
          raw: text.length,
          crc: crc32(text),
          firstLine: 1,
          lines: 2,
          continued: false,
          firstAt: null,
        },
      ],
    }),
  )
  const tail = Buffer.alloc(6 * 8)
  for (const [at, number] of [block.length, 0, 0, block.length, index.length, crc32(index)].entries())
    tail.writeDoubleLE(number, at * 8)
  return Buffer.concat([block, index, tail, Buffer.from('rolecall log 1\n\0')])
}

/** Turns one bit of a file; a negative place counts from its end. */
async function turnBit(path: string, place: number): Promise<void> {
  const bytes = await readFile(path)
  const at = place < 0 ? bytes.length + place : place
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
}
