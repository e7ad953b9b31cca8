import type { AnnotationsAnswer } from '../../../shared/contract/fleet-runs'
import type { RunAnnotation, RunArtifact } from '../../../shared/domain/artifact'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { ConnectionService } from '../connections'

/** What runs left behind besides their logs: artifacts, and the annotations of their jobs. */
export class RunLeftovers {
  constructor(private readonly parts: { connections: ConnectionService }) {}

  artifacts(repository: RepositoryName, runId: number): Promise<RunArtifact[]> {
    return this.parts.connections.github().artifacts(repository, runId)
  }

  /** An artifact's zip file as GitHub gives it, to be read once. */
  artifact(repository: RepositoryName, id: number) {
    return this.parts.connections.github().artifact(repository, id)
  }

  /** Of each job in turn; a refusal of one is a refusal of all, and costs one request. */
  async annotations(repository: RepositoryName, jobIds: readonly number[]): Promise<AnnotationsAnswer> {
    const annotations: RunAnnotation[] = []
    for (const jobId of jobIds) {
      try {
        annotations.push(...(await this.parts.connections.github().annotations(repository, jobId)))
      } catch (error) {
        if (!(error instanceof ExpectedFailure) || error.failure.reason !== 'forbidden') throw error
        return { annotations, refused: await this.refusal(error.failure) }
      }
    }
    return { annotations, refused: null }
  }

  /* Whom to ask for the right would mislead: GitHub has none to give to such a token (field-notes §4). */
  private async refusal(refused: Failure): Promise<Failure> {
    const { tokenKind } = await this.parts.connections.github().identity()
    if (tokenKind !== 'fine-grained') return refused
    return failure(
      'forbidden',
      'Annotations cannot be read with a fine-grained token: GitHub offers it no such permission. The log says the same; a classic token with the scope repo reads them.',
      { kind: 'connect-github' },
      refused.code,
    )
  }
}
