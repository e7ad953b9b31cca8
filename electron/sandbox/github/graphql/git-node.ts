import { ancestry } from '../git-merge'
import { treeEntries } from '../git-objects'
import type { GithubRepository } from '../github-world'
import type { Scene } from '../request/context'
import { allows } from '../request/permission'
import { sizeOf } from '../respond/commit'
import { nodeId } from '../respond/node-id'
import { checkSuiteNode } from './actions-node'
import { type ConnectionArguments, connection } from './connection'
import { graphqlFault } from './graphql-fault'
import { repositoryNode } from './repository-node'

/** A `Commit`; its check suites are those of the runs that it started. */
export function commitNode(scene: Scene, repository: GithubRepository, sha: string): object | null {
  const commit = repository.git.commits[sha]
  if (!commit) return null
  return {
    __typename: 'Commit',
    id: nodeId('C', repository.id, sha),
    oid: sha,
    message: commit.message,
    committedDate: commit.date,
    repository: () => repositoryNode(scene, repository),
    tree: () => treeNode(scene, repository, commit.tree, ''),
    history: (args: ConnectionArguments) =>
      connection('history', ancestry(repository.git, sha), args, (each) =>
        commitNode(scene, repository, each),
      ),
    checkSuites: (args: ConnectionArguments) => {
      if (!allows(scene.caller, { actions: 'read' }, repository)) {
        throw graphqlFault('FORBIDDEN', 'Resource not accessible by personal access token')
      }
      const runs = repository.runs.filter((run) => run.headSha === sha)
      return connection('checkSuites', runs, args, (run) => checkSuiteNode(scene, repository, run))
    },
  }
}

/** A `Tree`; `path` is where it stands, which its entries repeat. */
export function treeNode(scene: Scene, repository: GithubRepository, sha: string, path: string) {
  return {
    __typename: 'Tree',
    id: nodeId('T', repository.id, sha),
    oid: sha,
    repository: () => repositoryNode(scene, repository),
    entries: () =>
      (treeEntries(repository.git, sha) ?? []).map((entry) => {
        const at = path === '' ? entry.name : `${path}/${entry.name}`
        return {
          name: entry.name,
          path: at,
          type: entry.kind,
          mode: entry.kind === 'tree' ? 0o040000 : 0o100644,
          oid: entry.sha,
          size: entry.kind === 'blob' ? sizeOf(repository, entry.sha) : 0,
          object: () => treeEntryObject(scene, repository, entry.sha, at),
        }
      }),
  }
}

/** The `Blob` or `Tree` of a SHA; null where there is neither. */
export function treeEntryObject(scene: Scene, repository: GithubRepository, sha: string, path = '') {
  const text = repository.git.blobs[sha]
  if (text === undefined) {
    return repository.git.trees[sha] ? treeNode(scene, repository, sha, path) : null
  }
  return {
    __typename: 'Blob',
    id: nodeId('B', repository.id, sha),
    oid: sha,
    byteSize: sizeOf(repository, sha),
    isBinary: false,
    isTruncated: false,
    text,
    repository: () => repositoryNode(scene, repository),
  }
}
