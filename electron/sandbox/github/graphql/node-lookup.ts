import type { GithubRepository } from '../github-world'
import { repositoryById } from '../repository-store'
import type { Scene } from '../request/context'
import { sees } from '../request/permission'
import { readNodeId } from '../respond/node-id'
import { checkSuiteNode, workflowNode, workflowRunNode } from './actions-node'
import { commitNode } from './git-node'
import { graphqlFault } from './graphql-fault'
import { pullRequestNode, repositoryNode } from './repository-node'

type Lookup = (scene: Scene, repository: GithubRepository, id: number | string | undefined) => object | null

/** Kinds of node that can be asked for by ID, by the prefix of the ID. */
const LOOKUPS: Record<string, Lookup> = {
  R: (scene, repository) => repositoryNode(scene, repository),
  C: (scene, repository, sha) => commitNode(scene, repository, String(sha)),
  W: (scene, repository, id) => {
    const found = repository.workflows.find((each) => each.id === id)
    return found ? workflowNode(scene, repository, found) : null
  },
  WFR: (scene, repository, id) => {
    const found = repository.runs.find((each) => each.id === id)
    return found ? workflowRunNode(scene, repository, found) : null
  },
  CS: (scene, repository, id) => {
    const found = repository.runs.find((each) => each.id === id)
    return found ? checkSuiteNode(scene, repository, found) : null
  },
  PR: (scene, repository, id) => {
    const found = repository.pullRequests.find((each) => each.id === id)
    return found ? pullRequestNode(scene, repository, found) : null
  },
}

/** The node of a global ID, or GitHub's NOT_FOUND. */
export function nodeOf(scene: Scene, id: string): object {
  const read = readNodeId(id)
  const repository = repositoryById(scene.github, Number(read?.parts[0]))
  const visible = repository && sees(scene.caller, repository) ? repository : null
  const lookup = read ? LOOKUPS[read.kind] : undefined
  const node = visible && lookup ? lookup(scene, visible, read?.parts[1]) : null
  if (node) return node
  throw graphqlFault('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
}
