import { renameSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeFile } from 'atomically'

/** Reads a text file; null when there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Writes whole or not at all; the folder is made. Mode 0600: what we keep is the user's alone. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, text, { mode: 0o600 })
}

/** Moves a file that cannot be read as what it should be out of the way and says where it is now. */
export function setAside(path: string, now: number): string {
  const aside = `${path}.unreadable-${new Date(now).toISOString().replaceAll(':', '-')}`
  try {
    renameSync(path, aside)
  } catch (error) {
    /* Another door on the same folder may have been quicker: then the file is aside already. */
    if (!isMissing(error)) throw error
  }
  return aside
}

/** Whether the file system said that the path does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
