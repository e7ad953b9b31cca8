import { mergeTrees } from './git-merge'
import { type FlatTree, writeBlob, writeCommit, writeTree } from './git-objects'
import type { GitStore } from './github-world'

/** Who commits, when (ISO 8601) and why. */
export interface CommitNote {
  message: string
  author: string
  date: string
}

/** A file to write, or with `text` null to remove. */
export interface FileWrite {
  path: string
  text: string | null
}

export type MergeResult = { merged: true; sha: string } | { merged: false; conflicts: string[] }

export function emptyGitStore(): GitStore {
  return { blobs: {}, trees: {}, commits: {}, branches: {} }
}

/** SHA of the newest commit of a branch, or null when there is no such branch. */
export function branchHead(store: GitStore, branch: string): string | null {
  return store.branches[branch] ?? null
}

/** SHA of the commit that a tag names, or null when there is no such tag. */
export function tagHead(store: GitStore, tag: string): string | null {
  return store.tags?.[tag] ?? null
}

/** The commit that a branch or tag, `refs/…`, `HEAD` (with the default branch) or full SHA names; null when none does. */
export function resolveCommit(store: GitStore, ref: string, defaultBranch?: string): string | null {
  const name = ref === 'HEAD' && defaultBranch ? defaultBranch : ref.replace(/^(?:refs\/)?heads\//, '')
  const tag = tagHead(store, ref.replace(/^(?:refs\/)?tags\//, ''))
  return branchHead(store, name) ?? tag ?? (store.commits[ref] ? ref : null)
}

/** The flat tree of a commit; empty for an unknown one. */
export function treeOf(store: GitStore, commit: string | null): FlatTree {
  const tree = commit === null ? undefined : store.commits[commit]?.tree
  return (tree === undefined ? undefined : store.trees[tree]) ?? {}
}

/** Path → text of every file at a branch or commit; empty when the ref names nothing. */
export function filesAt(store: GitStore, ref: string): Record<string, string> {
  const files = Object.entries(treeOf(store, resolveCommit(store, ref)))
  return Object.fromEntries(files.map(([path, sha]) => [path, store.blobs[sha] ?? '']))
}

/** Text of one file at a branch or commit; null where there is none. */
export function fileAt(store: GitStore, ref: string, path: string): string | null {
  const sha = treeOf(store, resolveCommit(store, ref))[path]
  return sha === undefined ? null : (store.blobs[sha] ?? null)
}

/** One commit on a branch, which begins at `from` (or empty) when it does not exist yet; returns the commit's SHA. */
export function commitFiles(
  store: GitStore,
  branch: string,
  files: FileWrite[],
  note: CommitNote,
  from?: string,
): string {
  const parent = branchHead(store, branch) ?? (from === undefined ? null : resolveCommit(store, from))
  const tree = { ...treeOf(store, parent) }
  for (const { path, text } of files) {
    if (text === null) delete tree[path]
    else tree[path] = writeBlob(store, text)
  }
  const parents = parent === null ? [] : [parent]
  const sha = writeCommit(store, { ...note, tree: writeTree(store, tree), parents })
  store.branches[branch] = sha
  return sha
}

/** Merges `head` into `base` with a merge commit on `base`; leaves both as they are when files conflict. */
export function mergeBranches(store: GitStore, base: string, head: string, note: CommitNote): MergeResult {
  const ours = resolveCommit(store, base)
  const theirs = resolveCommit(store, head)
  if (ours === null || theirs === null) return { merged: false, conflicts: [] }
  const outcome = mergeTrees(store, ours, theirs)
  if (outcome.conflicts.length > 0) return { merged: false, conflicts: outcome.conflicts }
  const tree = writeTree(store, outcome.tree)
  const sha = writeCommit(store, { ...note, tree, parents: [ours, theirs] })
  store.branches[base] = sha
  return { merged: true, sha }
}

export function deleteBranch(store: GitStore, branch: string): boolean {
  if (store.branches[branch] === undefined) return false
  delete store.branches[branch]
  return true
}
