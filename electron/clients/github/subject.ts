import { splitRepository } from '../../../shared/domain/ids'
import type { GithubClient } from '../github-port'
import { asking } from './errors'
import type { Octokit } from './octokit'
import { repo } from './settings'
import { readSubject } from './values'

/** How a repository's subjects are written, and the opt-in to the immutable form (field-notes §1). */
export function subjectCalls(octokit: Octokit): Pick<GithubClient, 'subject' | 'setSubjectForm'> {
  return {
    subject: (repository) =>
      asking(`read the subject settings of ${repository}`, () => {
        const { owner, name } = splitRepository(repository)
        return readSubject(octokit, owner, name)
      }),
    setSubjectForm: (repository, claimKeys, immutable) =>
      asking(`set the subject form of ${repository}`, async () => {
        await octokit.request('PUT /repos/{owner}/{repo}/actions/oidc/customization/sub', {
          ...repo(repository),
          use_default: claimKeys === null,
          /* None of its own: the organization's, which the repository has opted in to. */
          ...(claimKeys !== null && claimKeys.length > 0 && { include_claim_keys: claimKeys }),
          use_immutable_subject: immutable,
        })
      }),
  }
}
