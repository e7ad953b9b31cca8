import { REDACTED, redact } from '../../../shared/domain/redaction'
import { CR, feedFrom, LF, lineEnd } from './line-bytes'
import { nextSecretSign } from './secret-sign'

/** Bytes of a line that are waited for; of a longer one a part is judged by itself. */
const LONGEST_WAIT = 64 * 1024

const STAMP = /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z )?/
const PEM_BEGINS = /-----BEGIN [A-Z0-9 ]+-----/
const PEM_ENDS = /-----END [A-Z0-9 ]+-----/
/* RFC 7468: lines of base64; older forms begin with headers such as `Proc-Type: 4,ENCRYPTED`. */
const PEM_BODY = /^\s*(?:[A-Za-z0-9+/=]*|[A-Za-z-]{1,40}: .*)\s*$/

/**
 * Takes secrets out of a log before it is kept: GitHub masks only those that it was told of. Lines keep their numbers,
 * and bytes around a secret stay as they are.
 */
export class LogRedaction {
  private waiting: Buffer = Buffer.alloc(0)
  private inPem = false

  /** The bytes that may be kept by now, in pieces: those of whole lines. */
  take(chunk: Buffer): Buffer[] {
    const begun = this.waiting
    if (begun.length === 0) return this.wholeLines(chunk)
    const feed = chunk.indexOf(LF)
    if (feed === -1) return this.wholeLines(Buffer.concat([begun, chunk]))
    const first = this.redacted(Buffer.concat([begun, chunk.subarray(0, feed + 1)]))
    return [...first, ...this.wholeLines(chunk.subarray(feed + 1))]
  }

  /** What is left at the end. */
  rest(): Buffer[] {
    const last = this.waiting
    this.waiting = Buffer.alloc(0)
    return this.redacted(last)
  }

  private wholeLines(bytes: Buffer): Buffer[] {
    const cut = cutOf(bytes)
    this.waiting = Buffer.from(bytes.subarray(cut))
    return this.redacted(bytes.subarray(0, cut))
  }

  private redacted(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = []
    let kept = 0
    for (let at = 0; at < bytes.length; ) {
      const sign = this.inPem ? at : nextSecretSign(bytes, at)
      if (sign === -1) break
      const start = sign === 0 ? 0 : bytes.lastIndexOf(LF, sign - 1) + 1
      const feed = feedFrom(bytes, sign)
      const end = lineEnd(bytes, start, feed)
      const shown = this.shown(bytes.toString('utf8', start, end))
      if (shown !== null) {
        pieces.push(bytes.subarray(kept, start), Buffer.from(shown))
        kept = end
      }
      at = feed + 1
    }
    return [...pieces, bytes.subarray(kept)]
  }

  /** Null where the line stays as it is, byte for byte. */
  private shown(text: string): string | null {
    const [stamp = ''] = STAMP.exec(text) ?? []
    const said = text.slice(stamp.length)
    if (this.inPem) {
      const ending = PEM_ENDS.exec(said)
      this.inPem = ending === null && PEM_BODY.test(said)
      if (ending) return `${stamp}${REDACTED}${redact(said.slice(ending.index + ending[0].length))}`
      if (this.inPem) return said.trim() === '' ? null : `${stamp}${REDACTED}`
    }
    this.inPem = PEM_BEGINS.test(said) && !PEM_ENDS.test(said)
    const kept = redact(text)
    return kept === text ? null : kept
  }
}

/** Behind the last whole line; in a line that goes on for long, behind the last byte that no secret holds. */
function cutOf(all: Buffer): number {
  const behindLine = all.lastIndexOf(LF) + 1
  if (behindLine > 0 || all.length < LONGEST_WAIT) return behindLine
  for (let at = all.length - 1; at >= 0; at -= 1) {
    if (SEPARATORS.has(all[at] ?? 0)) return at + 1
  }
  return all.length
}

const SEPARATORS = new Set([...Buffer.from(' \t"\'`,;<>()[]{}|'), CR])
