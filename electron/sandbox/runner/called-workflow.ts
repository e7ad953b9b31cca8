import { fileAt, resolveCommit } from '../github/git-store'
import type { GithubRepository, GithubWorld } from '../github/github-world'
import { findRepository } from '../github/repository-store'

/** A workflow file at one commit, as a run or a call refers to it. */
export interface WorkflowSourceFile {
  repository: GithubRepository
  path: string
  commit: string
  /** `owner/repo/path@ref`, the form of the claim `job_workflow_ref`. */
  reference: string
  text: string
}

const REMOTE = /^([^/]+)\/([^/]+)\/(\.github\/workflows\/[^@]+)@(.+)$/

/** Finds what `uses:` of a job names: a file of the same commit, or of a repository that the caller can read. */
export function findCalled(
  github: GithubWorld,
  caller: WorkflowSourceFile,
  uses: string,
): WorkflowSourceFile | null {
  if (uses.startsWith('./')) {
    const path = uses.slice(2)
    const text = fileAt(caller.repository.git, caller.commit, path)
    const reference = `${nameOf(caller.repository)}/${path}@${refOf(caller)}`
    return text === null ? null : { ...caller, path, reference, text }
  }
  const [, owner = '', name = '', path = '', ref = ''] = REMOTE.exec(uses) ?? []
  const repository = findRepository(github, owner, name)
  if (!repository || !mayCall(caller.repository, repository)) return null
  const commit = resolveCommit(repository.git, ref)
  const text = commit === null ? null : fileAt(repository.git, commit, path)
  if (commit === null || text === null) return null
  const fullRef = commit === ref ? ref : `refs/heads/${ref.replace(/^refs\/heads\//, '')}`
  return { repository, path, commit, text, reference: `${nameOf(repository)}/${path}@${fullRef}` }
}

/** Private workflows can be called within their owner; public ones from anywhere. */
function mayCall(caller: GithubRepository, called: GithubRepository): boolean {
  return called.visibility === 'public' || called.owner === caller.owner
}

function nameOf({ owner, name }: GithubRepository): string {
  return `${owner}/${name}`
}

function refOf({ reference }: WorkflowSourceFile): string {
  return reference.slice(reference.lastIndexOf('@') + 1)
}
