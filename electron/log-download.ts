import { RepositoryName } from '../shared/domain/ids'
import type { Realm } from './services/realm'

/** A job's log as a file to be saved. */
export interface LogDownload {
  headers: Record<string, string>
  body: AsyncGenerator<Uint8Array>
}

const PATH = /^\/logs\/([^/]+\/[^/]+)\/(\d{1,15})\.txt$/

/** Whether a path of the page's own address names a log. */
export function namesLog(pathname: string): boolean {
  return PATH.test(pathname)
}

/** The log behind `/logs/OWNER/NAME/JOB.txt`; null where there is none. It streams: no log is ever whole in memory. */
export async function openLogDownload(realm: Realm, pathname: string): Promise<LogDownload | null> {
  const [, name, job] = PATH.exec(pathname) ?? []
  const repository = RepositoryName.safeParse(name)
  if (!repository.success) return null
  const body = await realm.runs.logs.raw(repository.data, Number(job))
  if (body === null) return null
  const file = `${repository.data.replace('/', '-')}-${job}.txt`
  return {
    body,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="${file}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  }
}
