import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { RunArtifact } from '../../../shared/domain/artifact'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'
import { theRun } from './runs'

export interface ArtifactsFlags {
  run?: number
  /** Folder to save into. */
  download?: string
}

/** `artifacts R`: what a run left behind; with --download saves each zip file as GitHub gives it. */
export async function artifactsVerb(
  session: Session,
  repository: RepositoryName,
  flags: ArtifactsFlags,
): Promise<number> {
  const runId = await theRun(session, repository, flags.run ?? null)
  const artifacts = await session.client.runs.artifacts({ repository, runId })
  const saved = new Map<number, string>()
  if (flags.download !== undefined) {
    for (const artifact of artifacts.filter(({ expired }) => !expired)) {
      saved.set(artifact.id, await save(session, repository, artifact, flags.download))
    }
  }
  const told = artifacts.map((artifact) => ({ ...artifact, savedAs: saved.get(artifact.id) ?? null }))
  if (session.json) session.print(JSON.stringify({ runId, artifacts: told }, null, 2))
  else session.print(told.length === 0 ? 'The run left no artifact.' : columns(told.map(rowOf)))
  const lacks = flags.download !== undefined && told.some(({ savedAs }) => savedAs === null)
  return lacks ? EXIT.bad : EXIT.fine
}

function rowOf({
  name,
  bytes,
  expired,
  expiresAt,
  savedAs,
}: RunArtifact & { savedAs: string | null }): string[] {
  const end = expired ? 'expired' : `until ${expiresAt?.slice(0, 10) ?? 'nobody knows'}`
  return [name, `${bytes} bytes`, end, savedAs ?? '']
}

/* What breaks off leaves no half of a file under its name. */
async function save(
  { artifact: open }: Session,
  repository: RepositoryName,
  { id, name }: RunArtifact,
  folder: string,
): Promise<string> {
  const path = join(folder, `${fileName(name)}-${id}.zip`)
  const partial = `${path}.part`
  try {
    await mkdir(folder, { recursive: true })
    await pipeline(await open(repository, id), createWriteStream(partial))
    await rename(partial, path)
    return path
  } catch (error) {
    await rm(partial, { force: true })
    if (error instanceof ExpectedFailure || !isFileError(error)) throw error
    throw new ExpectedFailure(
      failure(
        'invalid',
        `${path} could not be written.`,
        { kind: 'correct-input', field: 'download' },
        error.code,
      ),
    )
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
}

/** A name that a run chose must not lead out of the folder. */
function fileName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '_')
}
