import { SECRET_SIGNS } from '../../../shared/domain/redaction'
import { foldWord } from './fold-case'

/*
 * A log of 100 MB is looked at by pairs of bytes at even places, two at a time. Three bytes in a row hold such a pair
 * wherever they stand, so that three rare bytes of a text tell it; most pairs are in none and are passed at once.
 */

const NAMES = SECRET_SIGNS.names.map((name) => Buffer.from(name))
const SEPARATORS = [...Buffer.from(':=')]

/* What a pair of bytes may be part of. */
const OF_TEXT = 1
/** Its second byte is a separator behind what may be the end of a name. */
const OF_SEPARATOR = 2
/** Its first byte is a separator. */
const BEHIND_SEPARATOR = 4

/** What may stand between a name and its separator; any byte of a character beyond ASCII may be white space. */
const BETWEEN = table((byte) => byte >= 0x80 || ' \t\v\f\r"\''.includes(String.fromCharCode(byte)))
const BEFORE_SEPARATOR = table(
  (byte) => BETWEEN[byte] === 1 || NAMES.some((name) => name.at(-1) === foldWord(byte)),
)
/** For each pair by which texts are told: those texts, and which of their bytes it begins with. */
const TEXTS = textsByPair()
const PAIRS = pairs()

/** A place in the next line that may hold a secret (`SECRET_SIGNS`); -1 where no line does, which is certain. */
export function nextSecretSign(bytes: Uint8Array, from: number): number {
  const { byteLength } = bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, byteLength)
  let at = from
  for (; at + 4 <= byteLength; at += 4) {
    const word = view.getInt32(at)
    if (((PAIRS[word >>> 16] ?? 0) | (PAIRS[word & 0xffff] ?? 0)) === 0) continue
    if (isSign(bytes, at, word >>> 16)) return at
    if (isSign(bytes, at + 2, word & 0xffff)) return at + 2
  }
  return at + 2 <= byteLength && isSign(bytes, at, view.getUint16(at)) ? at : -1
}

function isSign(bytes: Uint8Array, at: number, pair: number): boolean {
  const kind = PAIRS[pair] ?? 0
  if ((kind & BEHIND_SEPARATOR) !== 0 && endsName(bytes, at)) return true
  if ((kind & OF_SEPARATOR) !== 0 && endsName(bytes, at + 1)) return true
  if ((kind & OF_TEXT) === 0) return false
  return TEXTS.get(pair)?.some(({ text, offset }) => isAt(bytes, at - offset, text)) ?? false
}

/** Whether one of the names ends before a separator. */
function endsName(bytes: Uint8Array, separator: number): boolean {
  let end = separator
  if (BEFORE_SEPARATOR[bytes[end - 1] ?? 0] === 0) return false
  while (end > 0 && BETWEEN[bytes[end - 1] ?? 0] === 1) end -= 1
  return NAMES.some((name) => isAt(bytes, end - name.length, name, foldWord))
}

function isAt(bytes: Uint8Array, at: number, text: Uint8Array, fold?: (byte: number) => number): boolean {
  for (let index = text.length - 1; index >= 0; index -= 1) {
    const byte = bytes[at + index] ?? 0
    if ((fold ? fold(byte) : byte) !== text[index]) return false
  }
  return true
}

function textsByPair(): Map<number, { text: Buffer; offset: number }[]> {
  const found = new Map<number, { text: Buffer; offset: number }[]>()
  for (const text of SECRET_SIGNS.texts.map((each) => Buffer.from(each))) {
    const rare = rarestThree(text)
    for (const offset of [rare, rare + 1]) {
      const pair = text.readUInt16BE(offset)
      found.set(pair, [...(found.get(pair) ?? []), { text, offset }])
    }
  }
  return found
}

/** Where three bytes begin with as few small letters as can be: logs are full of those. */
function rarestThree(text: Buffer): number {
  const small = (at: number) => text.toString('latin1', at, at + 3).replace(/[^a-z]/g, '').length
  const places = Array.from({ length: text.length - 2 }, (_, at) => at)
  return places.reduce((best, at) => (small(at) < small(best) ? at : best), 0)
}

function pairs(): Uint8Array {
  const found = new Uint8Array(2 ** 16)
  const note = (first: number, second: number, kind: number) => {
    found[(first << 8) | second] = (found[(first << 8) | second] ?? 0) | kind
  }
  for (const pair of TEXTS.keys()) note(pair >> 8, pair & 0xff, OF_TEXT)
  for (const separator of SEPARATORS) {
    for (let other = 0; other < 256; other += 1) {
      note(separator, other, BEHIND_SEPARATOR)
      if (BEFORE_SEPARATOR[other] === 1) note(other, separator, OF_SEPARATOR)
    }
  }
  return found
}

function table(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0))
}
