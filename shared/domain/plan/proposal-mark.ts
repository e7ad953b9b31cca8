import type { FileChange } from '../plan'
import { contentHash } from './step-id'

/** The one branch of a repository that Rolecall proposes from: a plan that changes updates its pull request. */
export const PROPOSAL_BRANCH = 'rolecall/setup'

const CONTENT = 'Rolecall-Proposal'
const TREE = 'Rolecall-Tree'

/** What a proposal holds, as a short hash: the same files make the same proposal. */
export function proposalContent(files: readonly FileChange[]): string {
  return contentHash(JSON.stringify(files.map(({ path, after }) => [path, after])))
}

/** The message of a proposed commit; its trailers say what was pushed, so that a later push shows. */
export function markedMessage(title: string, files: readonly FileChange[], tree: string): string {
  return `${title}\n\n${CONTENT}: ${proposalContent(files)}\n${TREE}: ${tree}`
}

/** The hash of what we pushed, while the commit still is what we pushed; null once somebody else's stands there. */
export function markOf(commit: { message: string; tree: string }): string | null {
  const trailer = (name: string) => new RegExp(`^${name}: (\\S+)$`, 'm').exec(commit.message)?.[1] ?? null
  return trailer(TREE) === commit.tree ? trailer(CONTENT) : null
}
