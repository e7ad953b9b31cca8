import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/* Certificates are made in the test, so that none has to be kept, and none runs out. DER is that of RFC 5280 and X.690. */

/** A certificate with its key, both as PEM. */
export interface Certified {
  cert: string
  key: string
}

/** An authority of the test’s own. */
export interface Authority extends Certified {
  /** A server’s certificate for these addresses and names; `until` is its end. */
  certify(subject: { addresses?: string[]; names?: string[]; until?: Date }): Certified
}

const DAY = 86_400_000
const COMMON_NAME = '2.5.4.3'
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const BASIC_CONSTRAINTS = '2.5.29.19'
const SUBJECT_ALT_NAME = '2.5.29.17'

/** A new authority that has signed itself. */
export function newAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const later = new Date(Date.now() + 365 * DAY)
  const isAuthority = extension(BASIC_CONSTRAINTS, sequence(tagged(0x01, Buffer.from([0xff]))))
  const own = { subject: name, publicKey, until: later, extensions: [isAuthority] }
  return {
    cert: certificate(own, name, privateKey),
    key: pemKey(privateKey),
    certify({ addresses = [], names = [], until = later }) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const alternatives = sequence(
        ...names.map((each) => tagged(0x82, Buffer.from(each))),
        ...addresses.map((each) => tagged(0x87, Buffer.from(each.split('.').map(Number)))),
      )
      const extensions = [extension(SUBJECT_ALT_NAME, alternatives)]
      const leaf = { subject: `${name} server`, publicKey: pair.publicKey, until, extensions }
      return { cert: certificate(leaf, name, privateKey), key: pemKey(pair.privateKey) }
    },
  }
}

interface Subject {
  subject: string
  publicKey: KeyObject
  until: Date
  extensions: Buffer[]
}

function certificate(
  { subject, publicKey, until, extensions }: Subject,
  issuer: string,
  signer: KeyObject,
): string {
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256))
  const serial = Buffer.concat([Buffer.from([1]), Buffer.from(subject)]).subarray(0, 20)
  const begin = new Date(Math.min(Date.now(), until.getTime()) - DAY)
  const toSign = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, serial),
    algorithm,
    nameOf(issuer),
    sequence(timeOf(begin), timeOf(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  )
  const signed = sequence(toSign, algorithm, bits(sign('sha256', toSign, signer)))
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function pemKey(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }))
}

function nameOf(commonName: string): Buffer {
  const utf8 = tagged(0x0c, Buffer.from(commonName))
  return sequence(tagged(0x31, sequence(objectId(COMMON_NAME), utf8)))
}

function timeOf(time: Date): Buffer {
  return tagged(0x18, Buffer.from(time.toISOString().replaceAll(/[-:T]|\.\d+/g, '')))
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), tagged(0x04, value))
}

function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), content]))
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inBaseOf128)]))
}

function inBaseOf128(number: number): number[] {
  const digits = [number & 0x7f]
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
