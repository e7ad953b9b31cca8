import { createHash } from 'node:crypto'
import type { GithubArtifact, GithubRepository, GithubRun } from '../github-world'
import type { Scene } from '../request/context'
import { zipOf } from '../zip'
import { nodeId } from './node-id'

/** Whether GitHub has deleted what the artifact held. */
export function isExpired({ expiresAt }: GithubArtifact, { stage }: Pick<Scene, 'stage'>): boolean {
  return Date.parse(expiresAt) <= stage.now()
}

/** `artifact` of the REST API. */
export function artifactBody(
  scene: Scene,
  repository: GithubRepository,
  run: GithubRun,
  artifact: GithubArtifact,
) {
  const zip = zipOf(artifact.files)
  const url = scene.links.repo(repository, `/actions/artifacts/${artifact.id}`)
  return {
    id: artifact.id,
    node_id: nodeId('A', repository.id, artifact.id),
    name: artifact.name,
    size_in_bytes: zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(artifact, scene),
    digest: `sha256:${createHash('sha256').update(zip).digest('hex')}`,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: artifact.expiresAt,
    workflow_run: {
      id: run.id,
      repository_id: repository.id,
      head_repository_id: repository.id,
      head_branch: run.branch,
      head_sha: run.headSha,
    },
  }
}
