import { z } from 'zod'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type { RepositoryFacts } from '../../../shared/domain/observation'
import { known, type Reading, unread } from '../../../shared/domain/reading'
import {
  type ActionsPolicy,
  MergeState,
  type RepositoryPolicy,
} from '../../../shared/domain/repository-policy'
import { readMergeRules } from './branch-rules'
import { asking } from './errors'
import type { Octokit } from './octokit'

/** Reads what the owners of a repository allow. Each part may fail by itself; every request is conditional. */
export async function readPolicy(
  octokit: Octokit,
  { owner, name: repo, repository, defaultBranch }: RepositoryFacts,
  proposals: readonly number[],
): Promise<RepositoryPolicy> {
  const place = { owner, repo }
  const [actions, jobRights, merging, states] = await Promise.all([
    part(`read the Actions settings of ${repository}`, () => readActions(octokit, place)),
    part(`read the default permissions of ${repository}`, async () => {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/permissions/workflow', place)
      return data.default_workflow_permissions
    }),
    part(`read the rules of ${repository}`, () => readMergeRules(octokit, place, defaultBranch ?? 'main')),
    Promise.all(proposals.map((number) => mergeState(octokit, place, number))),
  ])
  const standing = Object.fromEntries(proposals.map((number, index) => [number, states[index] ?? 'unknown']))
  return { readAt: new Date().toISOString(), actions, jobRights, merging, proposals: standing }
}

type Place = { owner: string; repo: string }

const Allowed = z.enum(['all', 'local_only', 'selected']).catch('all')

async function readActions(octokit: Octokit, place: Place): Promise<ActionsPolicy> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/permissions', place)
  const allowed = Allowed.parse(data.allowed_actions)
  const isSelective = data.enabled && allowed === 'selected'
  return {
    enabled: data.enabled,
    allowed,
    pinned: data.sha_pinning_required ?? false,
    selected: isSelective ? await readSelected(octokit, place) : null,
  }
}

async function readSelected(octokit: Octokit, place: Place): Promise<ActionsPolicy['selected']> {
  const { data } = await octokit.request(
    'GET /repos/{owner}/{repo}/actions/permissions/selected-actions',
    place,
  )
  return {
    githubOwned: data.github_owned_allowed ?? false,
    verified: data.verified_allowed ?? false,
    patterns: data.patterns_allowed ?? [],
  }
}

async function mergeState(octokit: Octokit, place: Place, number: number): Promise<MergeState> {
  const read = await part(`read pull request #${number}`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...place,
      pull_number: number,
    })
    return MergeState.catch('unknown').parse(data.mergeable_state)
  })
  return read.known ? read.value : 'unknown'
}

async function part<T>(doing: string, read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await asking(doing, read))
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}
