import type { Reading } from '../../../shared/domain/reading'
import {
  type ActionsPolicy,
  type MergeRules,
  mergeObstacles,
  type RepositoryPolicy,
} from '../../../shared/domain/repository-policy'

/** One thing that the owners decide: what they allow, and whether it stands in Rolecall's way. */
export interface PolicyLine {
  title: string
  says: string
  hinders: boolean
}

/** What GitHub allows in a repository, in words. */
export function policyLines({ actions, jobRights, merging }: RepositoryPolicy): PolicyLine[] {
  return [
    lineOf('Actions', actions, actionsWords),
    lineOf('Rights of a job', jobRights, (rights) => ({
      says:
        rights === 'read'
          ? 'A job that declares no permissions may read contents and packages only.'
          : 'A job that declares no permissions may write nearly everything, and still gets no token for AWS.',
      hinders: false,
    })),
    lineOf('Merging', merging, mergingWords),
  ]
}

function lineOf<T>(
  title: string,
  part: Reading<T>,
  words: (value: T) => Omit<PolicyLine, 'title'>,
): PolicyLine {
  return part.known
    ? { title, ...words(part.value) }
    : { title, says: `Not read: ${part.failure.sentence}`, hinders: false }
}

function actionsWords({ enabled, allowed, pinned, selected }: ActionsPolicy): Omit<PolicyLine, 'title'> {
  if (!enabled) {
    return {
      says: 'GitHub Actions is off, so nothing runs. Turn it on in the repository’s settings.',
      hinders: true,
    }
  }
  const pins = pinned ? ' Every action must be pinned to a full-length commit.' : ''
  switch (allowed) {
    case 'all':
      return { says: `Every action may run.${pins}`, hinders: false }
    case 'local_only':
      return {
        says: `Only actions of the same owner may run: aws-actions/configure-aws-credentials may not.${pins}`,
        hinders: true,
      }
    case 'selected': {
      const some = [
        ...(selected?.githubOwned ? ['GitHub’s own'] : []),
        ...(selected?.verified ? ['those of verified creators'] : []),
        ...(selected?.patterns ?? []),
      ]
      const which = some.length > 0 ? some.join(', ') : 'those of the same owner'
      return { says: `Only some actions may run: ${which}.${pins}`, hinders: false }
    }
  }
}

function mergingWords(rules: MergeRules): Omit<PolicyLine, 'title'> {
  const obstacles = mergeObstacles(rules)
  const sources = rules.sources.length > 0 ? ` Asked by ${rules.sources.join(', ')}.` : ''
  const part = rules.complete ? '' : ' There are more rules, which only an administrator may read.'
  if (obstacles.length === 0) {
    return { says: `A pull request of Rolecall’s can be merged at once.${part}`, hinders: false }
  }
  return {
    says: `A merge needs ${obstacles.join(', ')}: Rolecall opens its pull request and leaves the merge to people.${sources}${part}`,
    hinders: true,
  }
}
