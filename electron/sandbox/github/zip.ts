import { crc32 } from 'node:zlib'

/* PKWARE's APPNOTE 6.3.10: 4.3.7 local header, 4.3.12 central directory, 4.3.16 its end. */
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
const UTF8_NAMES = 0x0800
/** 1980-01-01, the earliest day that the format knows: the same files make the same archive. */
const DATE = 0x21

/** A zip file of texts by their paths, stored without compression. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path)
    const data = Buffer.from(text)
    const about = entry(name, data)
    const local = Buffer.concat([four(LOCAL), two(VERSION), about, name, data])
    directory.push(
      Buffer.concat([
        ...[four(CENTRAL), two(VERSION), two(VERSION), about],
        /* No comment, disk 0, no attributes. */
        ...[two(0), two(0), two(0), four(0), four(offset), name],
      ]),
    )
    bodies.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const count = two(directory.length)
  const end = Buffer.concat([
    four(END),
    two(0),
    two(0),
    count,
    count,
    four(listed.length),
    four(offset),
    two(0),
  ])
  return Buffer.concat([...bodies, listed, end])
}

/** What both headers say of a file: flags, method, time, date, checksum, sizes, lengths of its name and extra field. */
function entry(name: Buffer, data: Buffer): Buffer {
  const sizes = [four(crc32(data)), four(data.length), four(data.length)]
  return Buffer.concat([two(UTF8_NAMES), two(0), two(0), two(DATE), ...sizes, two(name.length), two(0)])
}

function two(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function four(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
