import type { RepositoryName } from '../../../../shared/domain/ids'
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
  const how = moved.before === null ? 'exists already, with other content,' : 'was changed meanwhile'
  return { at: 'moved', says: `${moved.path} ${how} on ${ref}.` }
}

/** Opens the pull request with one commit; the base is only read. */
export const proposeWorkflow: StepDriver<ActionOf<'propose-workflow'>> = {
  async standing(action, reach, outcome) {
    if (outcome?.pullRequest == null)
      return filesStanding(reach.github, action.repository, action.base, action.files)
    const { state } = await reach.github.pullRequest(action.repository, outcome.pullRequest)
    return state === 'open' ? { at: 'after', outcome } : { at: 'before' }
  },
  async run({ repository, branch, base, title, body, files }, reach) {
    const { number, url } = await reach.github.propose({ repository, branch, base, title, body, files })
    return { ...NOTHING, pullRequest: number, url }
  },
  async takeBack(action, outcome, reach) {
    if (outcome.pullRequest !== null) await reach.github.withdraw(action.repository, outcome.pullRequest)
  },
}

/** Merges the pull request that an earlier step opened. It is taken back by a pull request that restores the files. */
export const mergePullRequest: StepDriver<ActionOf<'merge-pull-request'>> = {
  standing(action, reach) {
    return filesStanding(reach.github, action.repository, action.base, action.files)
  },
  async run(action, reach) {
    const number = proposedNumber(action, reach)
    if (number === null) return NOTHING
    await reach.github.merge(action.repository, number)
    return { ...NOTHING, pullRequest: number }
  },
  async takeBack({ repository, base, files }, outcome, reach) {
    const { number } = await reach.github.propose({
      repository,
      branch: `rolecall/revert-${outcome.pullRequest ?? base}`,
      base,
      title: 'Revert the Bedrock workflow that Rolecall proposed',
      body: 'Rolecall takes its change back: the files are as they were before it.',
      files: files.map(({ path, before, after }) => ({ path, before: after, after: before })),
    })
    await reach.github.merge(repository, number)
  },
}

function proposedNumber(action: ActionOf<'merge-pull-request'>, reach: Reach): number | null {
  return reach.outcomeOf(action.proposedBy)?.pullRequest ?? null
}
