import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Electron's lock is one per user-data folder; a socket address must be short, whatever the folder is called. */
function addressOf(folder) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `stand-in-${name}.sock`)
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Takes the lock, or gives this program's arguments to the one that holds it and answers false. */
export function holdInstance(folder, data, onSecond) {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, 'SingletonLock')
  const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
  const address = addressOf(folder)
  if (holder && holder !== process.pid && isAlive(holder)) {
    connect(address).end(JSON.stringify({ argv: process.argv, folder: process.cwd(), data }))
    return false
  }
  rmSync(address, { force: true })
  writeFileSync(lock, String(process.pid))
  process.once('exit', () => {
    for (const path of [lock, address]) rmSync(path, { force: true })
  })
  listen(address, onSecond)
  return true
}

function listen(address, onSecond) {
  const server = createServer((socket) => {
    let text = ''
    socket.setEncoding('utf8').on('data', (part) => {
      text += part
    })
    socket.on('end', () => {
      const { argv, folder, data } = JSON.parse(text)
      onSecond(argv, folder, data)
    })
  })
  server.listen(address).unref()
}
