import type { TreeEntry } from '../git-objects'
import type { GithubRepository } from '../github-world'
import type { Scene } from '../request/context'
import { sizeOf, wrappedBase64 } from './commit'

/** One entry of `content-directory`; a file's own answer adds its content. */
export function contentEntry(
  { links }: Scene,
  repository: GithubRepository,
  at: { ref: string; path: string; entry: TreeEntry },
) {
  const file = at.entry.kind === 'blob'
  const query = `?ref=${encodeURIComponent(at.ref)}`
  const self = links.repo(repository, `/contents/${at.path}${query}`)
  const git = links.repo(repository, `/git/${at.entry.kind}s/${at.entry.sha}`)
  const html = links.page(repository, `/${file ? 'blob' : 'tree'}/${at.ref}/${at.path}`)
  return {
    name: at.entry.name,
    path: at.path,
    sha: at.entry.sha,
    size: file ? sizeOf(repository, at.entry.sha) : 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: file ? links.page(repository, `/raw/${at.ref}/${at.path}`) : null,
    type: file ? 'file' : 'dir',
    _links: { self, git, html },
  }
}

/** `content-file`. */
export function contentFile(
  scene: Scene,
  repository: GithubRepository,
  at: { ref: string; path: string; entry: TreeEntry },
) {
  const text = repository.git.blobs[at.entry.sha] ?? ''
  return { ...contentEntry(scene, repository, at), content: wrappedBase64(text), encoding: 'base64' }
}
