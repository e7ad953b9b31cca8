import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** Stands once in the log, in its last quarter, in no line that begins or ends a group. */
export const RARE = 'NeedleInTheHaystack'
/** Stands in every fifth line or so. */
export const COMMON = 'Compiling'

const WORDS =
  `Downloading ${COMMON} Checking resolved fetched module package dependency warning cache miss hit layer digest sha256 transform bundle chunk asset render test passed suite worker thread queue retry timeout region model request response token stream`.split(
    ' ',
  )
const CHUNK = 1 << 20

/** Writes a job log of so many lines, about 102 bytes each: groups, colours, errors, and words that hardly repeat. */
export async function writeLargeLog(path: string, lines: number): Promise<void> {
  const file = createWriteStream(path)
  const random = randomNumbers(12_345)
  let at = Date.parse('2026-11-20T10:00:00Z')
  let text = ''
  for (let line = 0; line < lines; line += 1) {
    at += Math.floor(random() * 5)
    const stamp = new Date(at).toISOString().replace('Z', `${String(line % 10_000).padStart(4, '0')}Z`)
    text += `${stamp} ${bodyOf(line, lines, random)}\n`
    if (text.length < CHUNK) continue
    if (!file.write(text)) await once(file, 'drain')
    text = ''
  }
  file.end(text)
  await once(file, 'close')
}

function bodyOf(line: number, lines: number, random: () => number): string {
  if (line % 500 === 0) return `##[group]Run step ${line / 500}`
  if (line % 500 === 400) return '##[endgroup]'
  if (line % 99_991 === 0) return `##[error]Something odd happened at ${line}`
  let body = line === Math.floor(lines * 0.77) + 1 ? `${RARE} ` : ''
  while (body.length < 62) body += `${WORDS[Math.floor(random() * WORDS.length)]} `
  body += Math.floor(random() * 1e9).toString(36)
  return line % 7 === 0 ? `\u001b[36m${body}\u001b[0m` : body
}

/** The same numbers every time, between 0 and 1. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}
