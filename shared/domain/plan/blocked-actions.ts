import type { RepositoryObservation } from '../observation'
import type { Conflict, FileChange } from '../plan'
import { judgeAction } from '../repository-policy'
import { parseWorkflow } from '../workflow-file'

/** The actions of the proposed files that the repository's policy keeps from running, each with the way out. */
export function blockedActions(
  { policy, facts }: RepositoryObservation,
  files: readonly FileChange[],
): Conflict[] {
  if (policy?.actions.known !== true) return []
  const actions = policy.actions.value
  if (!actions.enabled) return [{ target: facts.repository, says: disabledSentence(facts.repository) }]
  const used = files.flatMap(({ path, after }) =>
    after === null || !/\.ya?ml$/.test(path) ? [] : usesOf(path, after),
  )
  return [...new Set(used)].flatMap((uses) => {
    const verdict = judgeAction(uses, actions, facts.owner)
    return verdict.may === 'not-run'
      ? [{ target: facts.repository, says: blockedSentence(uses, facts.repository, verdict.why) }]
      : []
  })
}

function usesOf(path: string, text: string): string[] {
  const parsed = parseWorkflow(path, text)
  if (!parsed.valid) return []
  return parsed.file.jobs.flatMap(({ steps, calls }) => [
    ...steps.flatMap(({ uses }) => uses ?? []),
    ...(calls === null ? [] : [calls]),
  ])
}

/** What to do where GitHub Actions is switched off. */
export function disabledSentence(repository: string): string {
  return `GitHub Actions is disabled in ${repository}: an administrator enables it in the repository’s settings, under Actions.`
}

/** What to do where an action may not run. */
export function blockedSentence(uses: string, repository: string, why: 'unpinned' | 'not-allowed'): string {
  const [name = uses] = uses.split('@')
  return why === 'unpinned'
    ? `${repository} runs only actions that are pinned to a full-length commit, and ${uses} is not: pin it, or lift the rule in the repository’s settings, under Actions.`
    : `${repository} does not allow ${uses}: an administrator adds ${name}@* to the allowed actions in the repository’s settings, under Actions.`
}
