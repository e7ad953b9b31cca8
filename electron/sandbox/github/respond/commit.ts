import { emailOf, FILE_MODE, type TreeEntry } from '../git-objects'
import type { GitCommit, GithubRepository } from '../github-world'
import type { Scene } from '../request/context'
import { nodeId } from './node-id'
import { simpleUser } from './user'

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }

function personOf(commit: GitCommit) {
  return { name: commit.author, email: emailOf(commit.author), date: commit.date }
}

function parentsOf({ links }: Scene, repository: GithubRepository, commit: GitCommit, api: string) {
  return commit.parents.map((sha) => ({
    sha,
    url: links.repo(repository, `${api}/${sha}`),
    html_url: links.page(repository, `/commit/${sha}`),
  }))
}

/** `git-commit`: a commit as the Git database API tells it. */
export function gitCommit(scene: Scene, repository: GithubRepository, commit: GitCommit) {
  const { links } = scene
  return {
    sha: commit.sha,
    node_id: nodeId('C', repository.id, commit.sha),
    url: links.repo(repository, `/git/commits/${commit.sha}`),
    html_url: links.page(repository, `/commit/${commit.sha}`),
    author: personOf(commit),
    committer: personOf(commit),
    tree: { sha: commit.tree, url: links.repo(repository, `/git/trees/${commit.tree}`) },
    message: commit.message,
    parents: parentsOf(scene, repository, commit, '/git/commits'),
    verification: UNSIGNED,
  }
}

/** `commit`: a commit as the repositories API tells it. */
export function repositoryCommit(scene: Scene, repository: GithubRepository, commit: GitCommit) {
  const { github, links } = scene
  const user = simpleUser(github, links, commit.author)
  return {
    url: links.repo(repository, `/commits/${commit.sha}`),
    sha: commit.sha,
    node_id: nodeId('C', repository.id, commit.sha),
    html_url: links.page(repository, `/commit/${commit.sha}`),
    comments_url: links.repo(repository, `/commits/${commit.sha}/comments`),
    commit: {
      url: links.repo(repository, `/git/commits/${commit.sha}`),
      author: personOf(commit),
      committer: personOf(commit),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: links.repo(repository, `/git/trees/${commit.tree}`) },
      verification: UNSIGNED,
    },
    author: user,
    committer: user,
    parents: parentsOf(scene, repository, commit, '/commits'),
  }
}

/** `git-ref` of a branch. */
export function branchRef({ links }: Scene, repository: GithubRepository, branch: string, sha: string) {
  const ref = `refs/heads/${branch}`
  return {
    ref,
    node_id: nodeId('REF', repository.id, ref),
    url: links.repo(repository, `/git/${ref}`),
    object: { type: 'commit', sha, url: links.repo(repository, `/git/commits/${sha}`) },
  }
}

/** `git-tree`. */
export function gitTree(scene: Scene, repository: GithubRepository, sha: string, entries: TreeEntry[]) {
  const { links } = scene
  return {
    sha,
    url: links.repo(repository, `/git/trees/${sha}`),
    tree: entries.map((entry) => ({
      path: entry.name,
      mode: entry.kind === 'tree' ? '040000' : FILE_MODE,
      type: entry.kind,
      sha: entry.sha,
      ...(entry.kind === 'blob' ? { size: sizeOf(repository, entry.sha) } : {}),
      url: links.repo(repository, `/git/${entry.kind}s/${entry.sha}`),
    })),
    truncated: false,
  }
}

/** Bytes of a blob. */
export function sizeOf(repository: GithubRepository, sha: string): number {
  return Buffer.byteLength(repository.git.blobs[sha] ?? '')
}

/** Base64 in lines of sixty characters, as GitHub wraps it. */
export function wrappedBase64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n').trimEnd().concat('\n')
}
