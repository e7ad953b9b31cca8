import { ExpectedFailure } from '../shared/domain/failure'
import { RepositoryName } from '../shared/domain/ids'
import { namesLog, openLogDownload } from './log-download'
import type { Realm } from './services/realm'

/** A file that a page saves. It streams: none is ever whole in memory. */
export interface Download {
  headers: Record<string, string>
  body: AsyncIterable<Uint8Array>
}

/* The last part names the file for whoever saves it; the number alone says which artifact it is. */
const ARTIFACT = /^\/artifacts\/([^/]+\/[^/]+)\/(\d{1,15})\/[^/]+\.zip$/

/** Whether a path of the page's own address names a file to be saved. */
export function namesDownload(pathname: string): boolean {
  return namesLog(pathname) || ARTIFACT.test(pathname)
}

/** The file behind a path, or in a sentence why it is not to be had. */
export async function openDownload(realm: Realm, pathname: string): Promise<Download | { refusal: string }> {
  try {
    const isLog = namesLog(pathname)
    const download = isLog ? await openLogDownload(realm, pathname) : await openArtifact(realm, pathname)
    return download ?? { refusal: `This ${isLog ? 'log' : 'artifact'} is not to be had.` }
  } catch (error) {
    return { refusal: error instanceof ExpectedFailure ? error.failure.sentence : 'This is not to be had.' }
  }
}

/** The zip file behind `/artifacts/OWNER/NAME/ID/FILE.zip`, as GitHub gives it. */
async function openArtifact(realm: Realm, pathname: string): Promise<Download | null> {
  const [, name, id] = ARTIFACT.exec(pathname) ?? []
  const repository = RepositoryName.safeParse(name)
  if (!repository.success) return null
  const { artifact, body } = await realm.leftovers.artifact(repository.data, Number(id))
  return {
    body,
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(artifact.name)}.zip`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  }
}
