import { mayHoldSecret, REDACTED, redact } from '../../../shared/domain/redaction'
import { CR, LF } from './line-bytes'

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

  /** The bytes that may be kept by now: those of whole lines. */
  take(chunk: Uint8Array): Buffer {
    const all = Buffer.concat([this.waiting, chunk])
    const cut = cutOf(all)
    this.waiting = all.subarray(cut)
    return this.redacted(all.subarray(0, cut))
  }

  /** What is left at the end. */
  rest(): Buffer {
    const last = this.waiting
    this.waiting = Buffer.alloc(0)
    return this.redacted(last)
  }

  private redacted(bytes: Buffer): Buffer {
    if (bytes.length === 0 || !(this.inPem || mayHoldSecret(bytes.toString('latin1')))) return bytes
    return Buffer.concat(linesOf(bytes).map((line) => this.line(line)))
  }

  private line(line: Buffer): Buffer {
    const text = line.toString('latin1')
    if (!(this.inPem || mayHoldSecret(text))) return line
    const [end = ''] = /\r?\n?$/.exec(text) ?? []
    const shown = this.shown(line.subarray(0, line.length - end.length).toString())
    return shown === null ? line : Buffer.from(`${shown}${end}`)
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

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(LF, from)
    const to = feed === -1 ? bytes.length : feed + 1
    lines.push(bytes.subarray(from, to))
    from = to
  }
  return lines
}
