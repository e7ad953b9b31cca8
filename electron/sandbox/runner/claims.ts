import { RepositoryName } from '../../../shared/domain/ids'
import type { RepositoryFacts, SubjectSettings } from '../../../shared/domain/observation'
import { escapeSubjectValue, predictSubject } from '../../../shared/domain/subject'
import type { GithubOwner, GithubRepository, GithubRun, GithubWorld } from '../github/github-world'
import { findOwner } from '../github/repository-store'
import { subjectPrefix } from '../github/routes/subject'
import type { Scene } from './scene'

/** The OIDC token that GitHub would give to a job: its claims without the times, which the issuer adds. */
export function claimsOf(
  scene: Scene,
  job: { environment: string | null; workflowReference: string },
): Record<string, string> {
  const { repository, run, happened, stage } = scene
  const owner = findOwner(stage.world.github, repository.owner)
  const claims: Record<string, string> = {
    ...repositoryClaims(repository, owner),
    ...runClaims(scene),
    ref: happened.ref,
    ref_type: happened.refType,
    ref_protected: 'false',
    head_ref: happened.headRef,
    base_ref: happened.baseRef,
    job_workflow_ref: job.workflowReference,
    job_workflow_sha: run.headSha,
    runner_environment: 'github-hosted',
    ...(job.environment === null ? {} : { environment: job.environment }),
  }
  return { ...claims, sub: subjectOf(scene, owner, claims) }
}

function repositoryClaims(repository: GithubRepository, owner: GithubOwner | null): Record<string, string> {
  return {
    repository: `${repository.owner}/${repository.name}`,
    repository_id: String(repository.id),
    repository_owner: repository.owner,
    repository_owner_id: String(owner?.id ?? ''),
    repository_visibility: repository.visibility,
  }
}

function runClaims({ repository, run, happened, stage }: Scene): Record<string, string> {
  const actor = findOwner(stage.world.github, run.actor)
  return {
    jti: `${run.id}-${run.attempt}`,
    actor: run.actor,
    actor_id: String(actor?.id ?? ''),
    event_name: run.event,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    sha: run.headSha,
    workflow: run.workflowName,
    workflow_ref: `${repository.owner}/${repository.name}/${run.workflowPath}@${happened.ref}`,
    workflow_sha: run.headSha,
  }
}

function subjectOf(scene: Scene, owner: GithubOwner | null, claims: Record<string, string>): string {
  const { repository, run, happened, stage } = scene
  const predicted = predictSubject({
    facts: factsOf(repository, owner, run),
    settings: settingsOf(stage.world.github, repository),
    context: contextOfClaims(claims.environment, run.event, happened.ref),
    claims,
  })
  // A template that names a claim which a job does not have leaves the classic form, as GitHub does.
  return predicted.known ? predicted.subject : `repo:${claims.repository}:ref:${happened.ref}`
}

/** Environment before pull request before ref (field-notes §1). */
function contextOfClaims(environment: string | undefined, event: string, ref: string): string {
  if (environment !== undefined) return `environment:${escapeSubjectValue(environment)}`
  return event === 'pull_request' ? 'pull_request' : `ref:${escapeSubjectValue(ref)}`
}

/** The repository's own template, or its organization's when it opted out of the default without naming keys. */
function settingsOf(github: GithubWorld, repository: GithubRepository): SubjectSettings {
  const owner = findOwner(github, repository.owner)
  const { useDefault, claimKeys, immutable } = repository.subject
  return {
    useDefault,
    claimKeys: useDefault || claimKeys.length > 0 ? claimKeys : (owner?.claimKeys ?? []),
    immutable,
    prefix: subjectPrefix(github, repository),
  }
}

function factsOf(repository: GithubRepository, owner: GithubOwner | null, run: GithubRun): RepositoryFacts {
  const name = RepositoryName.parse(`${repository.owner}/${repository.name}`)
  return {
    repository: name,
    id: repository.id,
    nodeId: `R_${repository.id}`,
    owner: repository.owner,
    ownerId: owner?.id ?? 0,
    ownerKind: owner?.kind === 'User' ? 'user' : 'organization',
    name: repository.name,
    visibility: repository.visibility,
    archived: repository.archived,
    fork: repository.fork,
    defaultBranch: repository.defaultBranch,
    createdAt: repository.createdAt,
    url: `https://github.com/${name}`,
    permission: run.actor === repository.owner ? 'admin' : null,
  }
}
