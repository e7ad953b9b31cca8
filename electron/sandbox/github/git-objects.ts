import { createHash } from 'node:crypto'
import type { GitCommit, GitStore } from './github-world'

/** The mode of every file here: the sandbox keeps text files and no executable bit. */
export const FILE_MODE = '100644'

/** Paths of one tree, relative to it, with the SHA of each blob. */
export type FlatTree = Record<string, string>

/** What stands directly in one tree. */
export interface TreeEntry {
  name: string
  kind: 'blob' | 'tree'
  sha: string
}

function hashObject(kind: 'blob' | 'tree' | 'commit', content: Buffer): string {
  return createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest('hex')
}

/** Stores a text as a blob; returns the SHA that git would give it. */
export function writeBlob(store: GitStore, text: string): string {
  const sha = hashObject('blob', Buffer.from(text))
  store.blobs[sha] = text
  return sha
}

/** Stores a tree and each of its subtrees; returns git's own SHA of the root. */
export function writeTree(store: GitStore, files: FlatTree): string {
  const entries = childrenOf(files, (subtree) => writeTree(store, subtree))
  const content = entries.map((entry) => [
    Buffer.from(`${entry.kind === 'tree' ? '40000' : FILE_MODE} ${entry.name}\0`),
    Buffer.from(entry.sha, 'hex'),
  ])
  const sha = hashObject('tree', Buffer.concat(content.flat()))
  store.trees[sha] = files
  return sha
}

/** The direct entries of a stored tree in git's order, or null when there is no such tree. */
export function treeEntries(store: GitStore, sha: string): TreeEntry[] | null {
  const files = store.trees[sha]
  return files ? childrenOf(files, (subtree) => writeTree(store, subtree)) : null
}

/** The entries of a folder below a tree, the root being the empty path; null where there is no such folder. */
export function entriesAt(store: GitStore, root: string, path: string): TreeEntry[] | null {
  let entries = treeEntries(store, root)
  for (const name of path === '' ? [] : path.split('/')) {
    const folder = entries?.find((entry) => entry.name === name && entry.kind === 'tree')
    entries = folder ? treeEntries(store, folder.sha) : null
  }
  return entries
}

function childrenOf(files: FlatTree, treeSha: (subtree: FlatTree) => string): TreeEntry[] {
  const entries: TreeEntry[] = []
  const folders = new Map<string, FlatTree>()
  for (const [path, sha] of Object.entries(files)) {
    const slash = path.indexOf('/')
    if (slash < 0) {
      entries.push({ name: path, kind: 'blob', sha })
      continue
    }
    const folder = folders.get(path.slice(0, slash)) ?? {}
    folder[path.slice(slash + 1)] = sha
    folders.set(path.slice(0, slash), folder)
  }
  for (const [name, subtree] of folders) entries.push({ name, kind: 'tree', sha: treeSha(subtree) })
  return entries.sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)))
}

/** Git sorts a folder as if its name ended with a slash. */
function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.kind === 'tree' ? `${entry.name}/` : entry.name)
}

/** The address that stands in a commit for a login. */
export function emailOf(login: string): string {
  return `${login}@users.noreply.github.com`
}

/** Stores a commit; returns git's own SHA of it. `date` is ISO 8601. */
export function writeCommit(store: GitStore, commit: Omit<GitCommit, 'sha'>): string {
  const seconds = Math.floor(Date.parse(commit.date) / 1000)
  const person = `${commit.author} <${emailOf(commit.author)}> ${seconds} +0000`
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${person}`,
    `committer ${person}`,
    '',
    commit.message,
  ]
  const sha = hashObject('commit', Buffer.from(lines.join('\n')))
  store.commits[sha] = { ...commit, sha }
  return sha
}
