/** The kinds of node whose IDs the sandbox gives out, by GitHub's own prefixes. */
export type NodeKind =
  | 'U'
  | 'O'
  | 'R'
  | 'W'
  | 'WFR'
  | 'CS'
  | 'PR'
  | 'PURC'
  | 'EN'
  | 'C'
  | 'REF'
  | 'T'
  | 'B'
  | 'CR'
  | 'A'
  | 'DE'

/** A GraphQL node ID in GitHub's form: a prefix, and MessagePack of `[0, …parts]` in base64url. */
export function nodeId(kind: NodeKind, ...parts: (number | string)[]): string {
  const content = [Buffer.from([0x90 + parts.length + 1, 0]), ...parts.map(pack)]
  return `${kind}_${Buffer.concat(content).toString('base64url')}`
}

/** The parts of a node ID; null for what is none of ours. */
export function readNodeId(id: string): { kind: string; parts: (number | string)[] } | null {
  const match = /^([A-Z]+)_([\w-]+)$/.exec(id)
  if (!match?.[1] || !match[2]) return null
  const bytes = Buffer.from(match[2], 'base64url')
  const parts: (number | string)[] = []
  for (let at = 2; at < bytes.length; ) {
    const [part, next] = unpack(bytes, at)
    if (part === null) return null
    parts.push(part)
    at = next
  }
  return { kind: match[1], parts }
}

function pack(part: number | string): Buffer {
  if (typeof part === 'string') {
    const text = Buffer.from(part)
    return Buffer.concat([Buffer.from([0xd9, text.length]), text])
  }
  if (part <= 0xffffffff) {
    const small = Buffer.alloc(5, 0xce)
    small.writeUInt32BE(part, 1)
    return small
  }
  const large = Buffer.alloc(9, 0xcf)
  large.writeBigUInt64BE(BigInt(part), 1)
  return large
}

function unpack(bytes: Buffer, at: number): [number | string | null, number] {
  const tag = bytes[at]
  const fits = (length: number) => at + length <= bytes.length
  if (tag === 0xce && fits(5)) return [bytes.readUInt32BE(at + 1), at + 5]
  if (tag === 0xcf && fits(9)) return [Number(bytes.readBigUInt64BE(at + 1)), at + 9]
  const length = bytes[at + 1] ?? 0
  if (tag === 0xd9 && fits(2 + length)) {
    return [bytes.toString('utf8', at + 2, at + 2 + length), at + 2 + length]
  }
  return [null, bytes.length]
}
