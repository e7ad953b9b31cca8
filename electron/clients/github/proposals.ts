import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import { markedMessage, markOf } from '../../../shared/domain/plan/proposal-mark'
import type { GithubClient } from '../github-port'
import { asking, statusOf } from './errors'
import { BRANCH_PREFIX } from './from-graphql'
import type { Octokit } from './octokit'
import { orNull, repo } from './settings'

type ProposalCalls = Pick<
  GithubClient,
  | 'file'
  | 'propose'
  | 'pullRequest'
  | 'proposal'
  | 'merge'
  | 'mergedBranches'
  | 'deleteMergedBranch'
  | 'withdraw'
>
type Proposal = Parameters<GithubClient['propose']>[0]

/** Files, branches and pull requests: how a workflow gets into a repository. */
export function proposalCalls(octokit: Octokit): ProposalCalls {
  const at = (repository: RepositoryName, number: number) => ({ ...repo(repository), pull_number: number })
  return {
    file: (repository, path, ref) =>
      asking(`read ${path} of ${repository}`, () =>
        orNull(async () => {
          const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
            ...repo(repository),
            path,
            ref,
          })
          return 'content' in data && data.type === 'file'
            ? Buffer.from(data.content, 'base64').toString('utf8')
            : null
        }),
      ),
    propose: (proposal) =>
      asking(`propose a change to ${proposal.repository}`, async () => {
        await putOnBranch(octokit, proposal)
        return openPullRequest(octokit, proposal)
      }),
    pullRequest: (repository, number) =>
      asking(`read pull request #${number} of ${repository}`, async () => {
        const { data } = await octokit.request(
          'GET /repos/{owner}/{repo}/pulls/{pull_number}',
          at(repository, number),
        )
        const state = data.state === 'open' ? 'open' : 'closed'
        return { state, merged: data.merged, url: data.html_url, branch: data.head.ref }
      }),
    merge: (repository, number) =>
      asking(`merge pull request #${number} of ${repository}`, async () => {
        const { data } = await octokit.request(
          'GET /repos/{owner}/{repo}/pulls/{pull_number}',
          at(repository, number),
        )
        const { ref, sha } = data.head
        // GitHub refuses the merge of anything else than what was looked at.
        await octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', {
          ...at(repository, number),
          sha,
        })
        await deleteMerged(octokit, repository, ref, sha)
      }),
    deleteMergedBranch: (repository, branch) =>
      asking(`delete the merged ${branch} of ${repository}`, async () => {
        const [newest] = await pullRequestsOf(octokit, repository, branch, 'all')
        if (newest && newest.merged_at !== null)
          await deleteMerged(octokit, repository, branch, newest.head.sha)
      }),
    mergedBranches: (repository) =>
      asking(`look for merged branches of ${repository}`, async () => {
        const closed = await closedPullRequests(octokit, repository)
        const merged = closed.filter(
          ({ head }, at) =>
            head.ref.startsWith(BRANCH_PREFIX) && closed.findIndex((one) => one.head.ref === head.ref) === at,
        )
        const standing = await Promise.all(
          merged.map(async ({ merged_at, head, number, html_url }) => {
            const isLeft = merged_at !== null && (await isAsMerged(octokit, repository, head.ref, head.sha))
            return isLeft ? [{ branch: head.ref, pullRequest: number, url: html_url }] : []
          }),
        )
        return standing.flat()
      }),
    proposal: (repository, branch) =>
      asking(`look for a pull request from ${branch} of ${repository}`, async () => {
        const made = await pullRequestsOf(octokit, repository, branch, 'all')
        const tip = await tipOf(octokit, repository, branch)
        return {
          open: made.find(({ state }) => state === 'open')?.number ?? null,
          // The newest comes first: the branch may have served earlier proposals.
          merged: (made[0]?.merged_at ?? null) !== null,
          branch: tip !== null,
          intact: tip === null || isOurs(await commitAt(octokit, repository, tip)),
        }
      }),
    withdraw: (repository, branch) =>
      asking(`withdraw ${branch} of ${repository}`, async () => {
        for (const { number } of await pullRequestsOf(octokit, repository, branch, 'open')) {
          await octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
            ...at(repository, number),
            state: 'closed',
          })
        }
        if ((await tipOf(octokit, repository, branch)) === null) return
        await octokit.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', {
          ...repo(repository),
          ref: `heads/${branch}`,
        })
      }),
  }
}

async function pullRequestsOf(
  octokit: Octokit,
  repository: RepositoryName,
  branch: string,
  state: 'open' | 'all',
) {
  const place = repo(repository)
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
    ...place,
    head: `${place.owner}:${branch}`,
    state,
  })
  return data
}

/** The commit at the tip of a branch; null where there is no such branch. */
async function tipOf(octokit: Octokit, repository: RepositoryName, branch: string): Promise<string | null> {
  const found = await orNull(() =>
    octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...repo(repository),
      ref: `heads/${branch}`,
    }),
  )
  return found?.data.object.sha ?? null
}

async function commitAt(octokit: Octokit, repository: RepositoryName, commit_sha: string) {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    ...repo(repository),
    commit_sha,
  })
  return data
}

/**
 * Puts one commit over the base with all files on the branch. An earlier proposal of ours on it is replaced, and the
 * same one, as a call whose answer was lost has left it, is kept. The base itself is only read.
 */
async function putOnBranch(octokit: Octokit, proposal: Proposal): Promise<void> {
  const { repository, branch, base, title, files } = proposal
  const place = repo(repository)
  const { data: head } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
    ...place,
    ref: `heads/${base}`,
  })
  const parent = await commitAt(octokit, repository, head.object.sha)
  const tree = await makeTree(octokit, proposal, parent.tree.sha)
  const tip = await tipOf(octokit, repository, branch)
  const standing = tip === null ? null : await commitAt(octokit, repository, tip)
  if (standing?.tree.sha === tree && standing.parents[0]?.sha === parent.sha) return
  if (standing !== null && !isOurs(standing)) throw pushedByOthers(proposal)
  const { data: made } = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
    ...place,
    message: markedMessage(title, files, tree),
    tree,
    parents: [parent.sha],
  })
  const ref = `heads/${branch}`
  if (tip === null)
    await octokit.request('POST /repos/{owner}/{repo}/git/refs', {
      ...place,
      ref: `refs/${ref}`,
      sha: made.sha,
    })
  else
    await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
      ...place,
      ref,
      sha: made.sha,
      force: true,
    })
}

/** Whether a commit is what we pushed, and nothing that somebody else has pushed since. */
function isOurs({ message, tree }: Awaited<ReturnType<typeof commitAt>>): boolean {
  return markOf({ message, tree: tree.sha }) !== null
}

function pushedByOthers({ repository, branch }: Proposal): ExpectedFailure {
  const sentence = `Somebody else has pushed to ${branch} of ${repository} since Rolecall proposed it. Nothing was overwritten: merge or close its pull request and delete the branch, then plan again.`
  return new ExpectedFailure(failure('conflict', sentence, { kind: 'replan' }))
}

/** Where GitHub does not delete merged branches by itself: ours, while it points at what was merged. */
async function deleteMerged(
  octokit: Octokit,
  repository: RepositoryName,
  branch: string,
  merged: string,
): Promise<void> {
  if (!(await isAsMerged(octokit, repository, branch, merged))) return
  try {
    await octokit.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', {
      ...repo(repository),
      ref: `heads/${branch}`,
    })
  } catch (error) {
    // The merge is done; a rule that keeps the branch, or a deletion of GitHub's own, is no failure of it.
    if (![403, 404, 422].includes(statusOf(error) ?? 0)) throw error
  }
}

/** Ours, and nobody has pushed to it since. */
async function isAsMerged(
  octokit: Octokit,
  repository: RepositoryName,
  branch: string,
  merged: string,
): Promise<boolean> {
  if (!branch.startsWith(BRANCH_PREFIX)) return false
  if ((await tipOf(octokit, repository, branch)) !== merged) return false
  return isOurs(await commitAt(octokit, repository, merged))
}

/** The newest first; those of forks propose from elsewhere. */
async function closedPullRequests(octokit: Octokit, repository: RepositoryName) {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
    ...repo(repository),
    state: 'closed',
    per_page: 100,
  })
  return data.filter(({ head }) => head.repo?.full_name.toLowerCase() === repository.toLowerCase())
}

async function makeTree(
  octokit: Octokit,
  { repository, files }: Proposal,
  base_tree: string,
): Promise<string> {
  const entry = { mode: '100644' as const, type: 'blob' as const }
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    ...repo(repository),
    base_tree,
    tree: files.map(({ path, after }) =>
      after === null ? { ...entry, path, sha: null } : { ...entry, path, content: after },
    ),
  })
  return data.sha
}

async function openPullRequest(
  octokit: Octokit,
  { repository, branch, base, title, body }: Proposal,
): Promise<{ number: number; url: string }> {
  const [existing] = await pullRequestsOf(octokit, repository, branch, 'open')
  if (existing) {
    if (existing.title !== title || existing.body !== body) {
      await octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...repo(repository),
        pull_number: existing.number,
        title,
        body,
      })
    }
    return { number: existing.number, url: existing.html_url }
  }
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
    ...repo(repository),
    head: branch,
    base,
    title,
    body,
  })
  return { number: data.number, url: data.html_url }
}
