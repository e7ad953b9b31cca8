import { spawn } from 'node:child_process'

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
}

/** Asks the system to open the link; where it cannot, the link on the terminal is the way in. */
export function openLink(link: string): void {
  const opener = OPENERS[process.platform]
  if (!opener) return
  const [command, ...args] = opener
  const child = spawn(command, [...args, link], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
