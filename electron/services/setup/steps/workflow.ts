import type { RepositoryName } from '../../../../shared/domain/ids'
import type { Outcome } from '../../../../shared/domain/journal'
import type { FileChange } from '../../../../shared/domain/plan'
import type { GithubClient } from '../../../clients/github-port'
import { type ActionOf, NOTHING, type Reach, type Standing, type StepDriver } from './driver'

async function filesStanding(
  github: GithubClient,
  repository: RepositoryName,
  ref: string,
  files: FileChange[],
): Promise<Standing> {
  const found = await Promise.all(files.map(({ path }) => github.file(repository, path, ref)))
  if (files.every(({ after }, index) => found[index] === after)) return { at: 'after', outcome: NOTHING }
  const moved = files.find(({ before }, index) => found[index] !== before)
  if (moved === undefined) return { at: 'before' }
  const difference = { expected: moved.after, found: found[files.indexOf(moved)] ?? null }
  const how = moved.before === null ? 'exists already, with other content,' : 'was changed meanwhile'
  return { at: 'moved', says: `${moved.path} ${how} on ${ref}.`, difference }
}

/** Opens the pull request with one commit; the base is only read. */
export const proposeWorkflow: StepDriver<ActionOf<'propose-workflow'>> = {
  async standing(action, reach, outcome) {
    if (outcome === null) return filesStanding(reach.github, action.repository, action.base, action.files)
    const proposal = await reach.github.proposal(action.repository, action.branch)
    const left = proposal.branch && !proposal.merged
    if (proposal.open === null && !left) return { at: 'before' }
    if (!proposal.intact) {
      return { at: 'moved', says: `Somebody else has pushed to ${action.branch} since Rolecall proposed it.` }
    }
    return { at: 'after', outcome: { ...outcome, pullRequest: proposal.open ?? outcome.pullRequest } }
  },
  async run({ repository, branch, base, title, body, files }, reach) {
    const { number, url } = await reach.github.propose({ repository, branch, base, title, body, files })
    return { ...NOTHING, pullRequest: number, url }
  },
  async takeBack({ repository, branch }, _outcome, reach) {
    await reach.github.withdraw(repository, branch)
  },
}

/** Merges the pull request that an earlier step opened. It is taken back by a pull request that restores the files. */
export const mergePullRequest: StepDriver<ActionOf<'merge-pull-request'>> = {
  async standing(action, reach) {
    const standing = await filesStanding(reach.github, action.repository, action.base, action.files)
    const outcome = { ...NOTHING, pullRequest: proposedNumber(action, reach) }
    return standing.at === 'after' ? { at: 'after', outcome } : standing
  },
  async run(action, reach) {
    const number = proposedNumber(action, reach)
    if (number === null) return NOTHING
    await reach.github.merge(action.repository, number)
    return { ...NOTHING, pullRequest: number }
  },
  async finish({ repository }, { pullRequest }, reach) {
    if (pullRequest === null) return
    const { branch } = await reach.github.pullRequest(repository, pullRequest)
    await reach.github.deleteMergedBranch(repository, branch)
  },
  async finishBack({ repository, base }, outcome, reach) {
    await reach.github.deleteMergedBranch(repository, revertBranch(base, outcome))
  },
  async takeBack({ repository, base, files }, outcome, reach) {
    const { number } = await reach.github.propose({
      repository,
      branch: revertBranch(base, outcome),
      base,
      title: 'Revert the Bedrock workflow that Rolecall proposed',
      body: 'Rolecall takes its change back: the files are as they were before it.',
      files: files.map(({ path, before, after }) => ({ path, before: after, after: before })),
    })
    await reach.github.merge(repository, number)
  },
}

function revertBranch(base: string, { pullRequest }: Outcome): string {
  return `rolecall/revert-${pullRequest ?? base}`
}

function proposedNumber(action: ActionOf<'merge-pull-request'>, reach: Reach): number | null {
  return action.pullRequest ?? reach.outcomeOf(action.proposedBy)?.pullRequest ?? null
}
