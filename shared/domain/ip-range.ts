/** A range of addresses: the bits of its first address, how many there are in all, and how many of them count. */
interface Range {
  address: bigint
  bits: 32 | 128
  prefix: number
}

/**
 * Whether an IPv4 or IPv6 address lies in a CIDR range; a range without prefix is one address (IAM user guide, IP
 * address condition operators). Null when one of the two is not written as an address.
 */
export function inIpRange(range: string, address: string): boolean | null {
  const wanted = parseRange(range)
  const actual = parseRange(address)
  if (!wanted || !actual || address.includes('/')) return null
  if (wanted.bits !== actual.bits) return false
  const open = BigInt(wanted.bits - wanted.prefix)
  return wanted.address >> open === actual.address >> open
}

function parseRange(text: string): Range | null {
  const [, written = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const ipv4 = parseIpv4(written)
  const address = ipv4 ?? parseIpv6(written)
  if (address === null) return null
  const bits = ipv4 === null ? 128 : 32
  const counted = prefix === undefined ? bits : Number(prefix)
  return counted <= bits ? { address, bits, prefix: counted } : null
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

/** One `::` stands for as many groups of zeros as are missing (RFC 4291, section 2.2). */
function parseIpv6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [before = [], after = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - before.length - after.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}
