import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { externalDataInterceptor, getHomeDir, loadSharedConfigFiles } from '@smithy/core/config'
import type { FileComplaint, ProfileSettings, Sections } from '../../../shared/domain/profile'
import { inspectSharedFile, type SharedFile } from '../../../shared/domain/profile-file'

/** The environment that a gateway goes by; only what it names is read, never the process's own. */
export type AwsEnvironment = Readonly<Record<string, string | undefined>>

/** Bytes. Ten thousand profiles are a tenth of this; what is larger is no configuration. */
const LARGEST = 16 * 1024 * 1024

/** The folder that holds `.aws`. */
export function homeOf(env: AwsEnvironment): string {
  return env.HOME || env.USERPROFILE || getHomeDir()
}

/** Paths of the two shared files (`AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`). */
export function sharedFiles(env: AwsEnvironment): { configFilepath: string; filepath: string } {
  const home = homeOf(env)
  const place = (named: string | undefined, name: string): string => {
    if (!named) return join(home, '.aws', name)
    return named.startsWith('~/') ? join(home, named.slice(2)) : named
  }
  return {
    configFilepath: place(env.AWS_CONFIG_FILE, 'config'),
    filepath: place(env.AWS_SHARED_CREDENTIALS_FILE, 'credentials'),
  }
}

/** Both files as they stand. */
export interface ReadFiles {
  sections: Sections
  /** Profiles that have a section, with or without settings. */
  profiles: string[]
  complaints: FileComplaint[]
  /** Files are there, and none of them can be read. */
  unreadable: boolean
}

/** Reads both files anew; the credentials file wins, as in the SDK. Never throws: what is odd is a complaint. */
export async function readSharedFiles(env: AwsEnvironment): Promise<ReadFiles> {
  const paths = sharedFiles(env)
  const [config, credentials] = await Promise.all([
    lookThrough(paths.configFilepath, 'config'),
    lookThrough(paths.filepath, 'credentials'),
  ])
  const loaded = await loadSharedConfigFiles({ ...paths, ignoreCache: true })
  const sections: Record<string, ProfileSettings> = Object.create(null)
  for (const [name, settings] of [
    ...Object.entries(loaded.configFile),
    ...Object.entries(loaded.credentialsFile),
  ]) {
    sections[name] = { ...sections[name], ...settings }
  }
  const there = [config, credentials].filter(({ state }) => state !== 'absent')
  return {
    sections,
    profiles: [...new Set([...config.profiles, ...credentials.profiles])],
    complaints: [...config.complaints, ...credentials.complaints],
    unreadable: there.length > 0 && there.every(({ state }) => state === 'unreadable'),
  }
}

interface SeenFile {
  state: 'read' | 'absent' | 'unreadable'
  profiles: string[]
  complaints: FileComplaint[]
}

/** Looks at one file before the SDK does, and keeps from the SDK what it would hang on or stumble over. */
async function lookThrough(path: string, file: SharedFile): Promise<SeenFile> {
  const read = await readShared(path)
  if (read.state === 'absent') {
    showToSdk(path, null)
    return { state: 'absent', profiles: [], complaints: [] }
  }
  if (read.state === 'unreadable') {
    showToSdk(path, '')
    return { state: 'unreadable', profiles: [], complaints: [{ file: path, line: null, says: read.says }] }
  }
  const { complaints, profiles, mended } = inspectSharedFile(read.text, file)
  showToSdk(path, mended)
  return {
    state: 'read',
    profiles,
    complaints: complaints.map((complaint) => ({ file: path, ...complaint })),
  }
}

/* The SDK's own way to hand it a file's text; it reads the file itself where there is none. */
function showToSdk(path: string, text: string | null): void {
  if (text === null) delete externalDataInterceptor.getFileRecord()[path]
  else externalDataInterceptor.interceptFile(path, text)
}

type SharedText =
  | { state: 'read'; text: string }
  | { state: 'absent' }
  | { state: 'unreadable'; says: string }

async function readShared(path: string): Promise<SharedText> {
  const unreadable = (says: string): SharedText => ({ state: 'unreadable', says })
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) return unreadable('This is a folder, not a file. It is not read.')
    if (!stats.isFile()) return unreadable('This is not a regular file. It is not read.')
    if (stats.size > LARGEST) {
      return unreadable(
        `This file has ${Math.ceil(stats.size / 1024 / 1024)} MB. It is too large to be read.`,
      )
    }
    return { state: 'read', text: (await readFile(path, 'utf8')).replace(/^\ufeff/, '') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'absent' }
    return unreadable(`This file cannot be read (${code}). Check who may read it.`)
  }
}
