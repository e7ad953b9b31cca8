import { expect, test } from 'vitest'
import { treeEntries, writeCommit, writeTree } from '../../electron/sandbox/github/git-objects'
import {
  branchHead,
  commitFiles,
  deleteBranch,
  emptyGitStore,
  filesAt,
  mergeBranches,
} from '../../electron/sandbox/github/git-store'

const note = { message: 'Begin\n', author: 'engineer', date: '2026-01-01T00:00:00Z' }
const THREE = [
  { path: 'a/b/c', text: 'hi\n' },
  { path: 'a.txt', text: 'x\n' },
  { path: 'a-b', text: 'y\n' },
]

/* Expectations come from git 2: `git commit` of these files, then `git rev-parse`. */
test('objects have the SHAs that git gives them', () => {
  const store = emptyGitStore()
  const sha = commitFiles(store, 'main', THREE, note)
  expect(sha).toBe('191736238c37493dc4bb2c1598424f9c3529391a')
  const tree = store.commits[sha]?.tree ?? ''
  expect(tree).toBe('83c18333b6660eeb0c54ef0a2715c013ee216f8d')
  expect(treeEntries(store, tree)).toEqual([
    { name: 'a-b', kind: 'blob', sha: expect.any(String) },
    { name: 'a.txt', kind: 'blob', sha: '587be6b4c3f93f93c489c0111bba5596147a26cb' },
    { name: 'a', kind: 'tree', sha: 'f35d0fec2921b616faa04fcd75f3f72365e23209' },
  ])
})

test('a branch begins where it is told, and its commits leave the other branches alone', () => {
  const store = emptyGitStore()
  commitFiles(store, 'main', THREE, note)
  commitFiles(
    store,
    'setup',
    [
      { path: 'a.txt', text: null },
      { path: 'new', text: 'n' },
    ],
    note,
    'main',
  )
  expect(Object.keys(filesAt(store, 'setup')).sort()).toEqual(['a-b', 'a/b/c', 'new'])
  expect(Object.keys(filesAt(store, 'main')).sort()).toEqual(['a-b', 'a.txt', 'a/b/c'])
  expect(filesAt(store, 'nowhere')).toEqual({})
})

test('a merge takes what each side changed since they parted', () => {
  const store = emptyGitStore()
  commitFiles(store, 'main', THREE, note)
  commitFiles(
    store,
    'setup',
    [
      { path: 'a.txt', text: 'theirs' },
      { path: 'a-b', text: null },
    ],
    note,
    'main',
  )
  commitFiles(store, 'main', [{ path: 'a/b/c', text: 'ours' }], note)
  const merged = mergeBranches(store, 'main', 'setup', note)
  expect(merged).toEqual({ merged: true, sha: branchHead(store, 'main') })
  expect(filesAt(store, 'main')).toEqual({ 'a/b/c': 'ours', 'a.txt': 'theirs' })
})

test('a merge of two different changes to one file names it and changes nothing', () => {
  const store = emptyGitStore()
  commitFiles(store, 'main', THREE, note)
  commitFiles(store, 'setup', [{ path: 'a.txt', text: 'theirs' }], note, 'main')
  const head = commitFiles(store, 'main', [{ path: 'a.txt', text: null }], note)
  expect(mergeBranches(store, 'main', 'setup', note)).toEqual({ merged: false, conflicts: ['a.txt'] })
  expect(branchHead(store, 'main')).toBe(head)
})

test('a second merge meets at the first one, not at the beginning', () => {
  const store = emptyGitStore()
  commitFiles(store, 'main', THREE, note)
  commitFiles(store, 'setup', [{ path: 'a.txt', text: 'once' }], note, 'main')
  mergeBranches(store, 'main', 'setup', note)
  commitFiles(store, 'main', [{ path: 'a.txt', text: 'later' }], note)
  commitFiles(store, 'setup', [{ path: 'new', text: 'n' }], note)
  expect(mergeBranches(store, 'main', 'setup', note)).toMatchObject({ merged: true })
  expect(filesAt(store, 'main')).toMatchObject({ 'a.txt': 'later', new: 'n' })
})

test('a branch can be deleted once', () => {
  const store = emptyGitStore()
  commitFiles(store, 'main', THREE, note)
  expect(deleteBranch(store, 'main')).toBe(true)
  expect(deleteBranch(store, 'main')).toBe(false)
})

test('the empty tree is the one that every git knows', () => {
  const store = emptyGitStore()
  expect(writeTree(store, {})).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904')
  const sha = writeCommit(store, { ...note, tree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904', parents: [] })
  expect(filesAt(store, sha)).toEqual({})
})
