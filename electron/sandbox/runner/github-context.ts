import { headRepositoryOf } from '../github/forks'
import { findOwner } from '../github/repository-store'
import type { Scene } from './scene'

/** What `github.X` gives in expressions; names with dots are paths into the event. */
export function githubContext({ repository, run, happened, stage }: Scene): Record<string, string> {
  const owner = findOwner(stage.world.github, repository.owner)
  const { pull } = happened
  const head = pull && headRepositoryOf(stage.world.github, repository, pull)
  return {
    repository: `${repository.owner}/${repository.name}`,
    repository_owner: repository.owner,
    repository_id: String(repository.id),
    repository_owner_id: String(owner?.id ?? ''),
    actor: run.actor,
    triggering_actor: run.actor,
    event_name: run.event,
    ref: happened.ref,
    ref_name: happened.refName,
    ref_type: happened.refType,
    head_ref: happened.headRef,
    base_ref: happened.baseRef,
    sha: run.headSha,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    workflow: run.workflowName,
    server_url: 'https://github.com',
    'event.repository.default_branch': repository.defaultBranch,
    'event.repository.name': repository.name,
    'event.pull_request.number': String(pull?.number ?? ''),
    'event.pull_request.title': pull?.title ?? '',
    'event.pull_request.head.repo.full_name': head ? `${head.owner}/${head.name}` : '',
    'event.pull_request.head.repo.fork': head ? String(head.fork) : '',
    token: `ghs_${String(run.id).padStart(36, '0')}`,
  }
}
