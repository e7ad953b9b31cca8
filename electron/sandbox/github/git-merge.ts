import type { FlatTree } from './git-objects'
import type { GitStore } from './github-world'

/** Every commit reachable from one, itself included, nearest first. */
export function ancestry(store: GitStore, from: string): string[] {
  const seen = new Set<string>([from])
  for (const sha of seen) {
    for (const parent of store.commits[sha]?.parents ?? []) seen.add(parent)
  }
  return [...seen]
}

/** Merges two commits file by file against their nearest common ancestor; a file that both changed differently conflicts. */
export function mergeTrees(
  store: GitStore,
  ours: string,
  theirs: string,
): { tree: FlatTree; conflicts: string[] } {
  const mine = new Set(ancestry(store, ours))
  const ancestor = ancestry(store, theirs).find((sha) => mine.has(sha))
  const base = flatTree(store, ancestor)
  const left = flatTree(store, ours)
  const right = flatTree(store, theirs)
  const tree: FlatTree = {}
  const conflicts: string[] = []
  for (const path of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const [was, a, b] = [base[path], left[path], right[path]]
    if (a !== b && a !== was && b !== was) conflicts.push(path)
    const kept = a === was ? b : a
    if (kept !== undefined) tree[path] = kept
  }
  return { tree, conflicts }
}

function flatTree(store: GitStore, commit: string | undefined): FlatTree {
  const tree = commit === undefined ? undefined : store.commits[commit]?.tree
  return (tree === undefined ? undefined : store.trees[tree]) ?? {}
}
