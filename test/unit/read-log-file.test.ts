import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLogFile, readWholeLog } from '../../electron/terminal/read-log-file'
import { diagnoseText } from '../../shared/domain/diagnosis/diagnose-text'
import { failing, jobLog } from '../support/job-log'
import { temporaryFolder } from '../support/temporary-folder'

/* What shells, editors and downloads make of one and the same log, and what is no log at all. */

const LOG = jobLog(
  failing('claude -p hello', [
    'API Error: 404 Model use case details have not been submitted for this account.',
  ]),
)
const WINDOWS = LOG.replaceAll('\n', '\r\n')
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()

async function kept(bytes: Uint8Array | string): Promise<string> {
  const path = join(await temporaryFolder(), 'job.txt')
  await writeFile(path, bytes)
  return path
}

describe('a log is read', () => {
  test.each<[string, Uint8Array | string]>([
    ['as GitHub serves it', LOG],
    ['with the mark that GitHub puts before it', `\ufeff${LOG}`],
    ['with Windows line ends', WINDOWS],
    ['with line ends that were translated twice', LOG.replaceAll('\n', '\r\r\n')],
    ['as Windows PowerShell redirects it', Buffer.from(`\ufeff${WINDOWS}`, 'utf16le')],
    ['in 16 bits the other way round', bigEndian(`\ufeff${WINDOWS}`)],
    ['in 16 bits without a mark', Buffer.from(WINDOWS, 'utf16le')],
    ['in 16 bits the other way round without a mark', bigEndian(WINDOWS)],
    ['with signs that are no UTF-8', Buffer.from(`it isn\x92t over\n${LOG}`, 'latin1')],
    ['with a byte that a program should not have printed', `\0${LOG}`],
    ['beyond its first piece', `${'x'.repeat(99)}\n`.repeat(30_000) + LOG],
    ['without an end of its last line', LOG.slice(0, LOG.lastIndexOf('##[error]Process'))],
  ])('%s', async (_, bytes) => {
    const jobs = await readLogFile(await kept(bytes))
    expect(diagnoseText(jobs)).toMatchObject([{ row: 19, cause: 'use-case-form' }])
  })

  test('as a whole, where all of it is needed', async () => {
    expect(await readWholeLog(await kept(Buffer.from(`\ufeff${WINDOWS}`, 'utf16le')))).toBe(WINDOWS)
  })
})

describe('what cannot be read says why', () => {
  const picture = Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 256)

  test.each<[string, Uint8Array | string, RegExp]>([
    ['the zip of a whole run', 'PK\u0003\u0004…', /packed file.*unpack it/],
    ['a file that is packed with gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), /packed file.*unpack it/],
    ['a picture', picture, /This is no text/],
  ])('%s', async (_, bytes, says) => {
    await expect(readLogFile(await kept(bytes))).rejects.toMatchObject({
      failure: { reason: 'invalid', sentence: expect.stringMatching(says) },
    })
  })

  test('a file that is not there, and a folder', async () => {
    const folder = await temporaryFolder()
    await expect(readLogFile(join(folder, 'none.txt'))).rejects.toMatchObject({
      failure: { code: 'ENOENT', sentence: expect.stringMatching(/none\.txt does not exist/) },
    })
    await expect(readLogFile(folder)).rejects.toMatchObject({ failure: { code: 'EISDIR' } })
  })
})
