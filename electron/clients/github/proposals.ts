import type { RepositoryName } from '../../../shared/domain/ids'
import type { GithubClient } from '../github-port'
import { asking } from './errors'
import type { Octokit } from './octokit'
import { orNull, repo } from './settings'

type ProposalCalls = Pick<GithubClient, 'file' | 'propose' | 'pullRequest' | 'merge' | 'withdraw'>
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
        await putOnBranch(octokit, proposal, await commit(octokit, proposal))
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
        await octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', at(repository, number))
      }),
    withdraw: (repository, number) =>
      asking(`close pull request #${number} of ${repository}`, async () => {
        const { data } = await octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
          ...at(repository, number),
          state: 'closed',
        })
        const branch = { ...repo(repository), ref: `heads/${data.head.ref}` }
        if (await exists(octokit, branch))
          await octokit.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', branch)
      }),
  }
}

/** One commit over the base with all files; resolves with its SHA. The base itself is only read. */
async function commit(octokit: Octokit, { repository, base, files, title }: Proposal): Promise<string> {
  const place = repo(repository)
  const { data: head } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
    ...place,
    ref: `heads/${base}`,
  })
  const { data: parent } = await octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    ...place,
    commit_sha: head.object.sha,
  })
  const entry = { mode: '100644' as const, type: 'blob' as const }
  const { data: tree } = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    ...place,
    base_tree: parent.tree.sha,
    tree: files.map(({ path, after }) =>
      after === null ? { ...entry, path, sha: null } : { ...entry, path, content: after },
    ),
  })
  const { data: made } = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
    ...place,
    message: title,
    tree: tree.sha,
    parents: [head.object.sha],
  })
  return made.sha
}

/* The branch is ours by its name, so an earlier proposal on it is replaced and its pull request updated. */
async function putOnBranch(octokit: Octokit, { repository, branch }: Proposal, sha: string): Promise<void> {
  const place = repo(repository)
  const ref = `heads/${branch}`
  if (await exists(octokit, { ...place, ref }))
    await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...place, ref, sha, force: true })
  else await octokit.request('POST /repos/{owner}/{repo}/git/refs', { ...place, ref: `refs/${ref}`, sha })
}

async function exists(octokit: Octokit, ref: { owner: string; repo: string; ref: string }): Promise<boolean> {
  return (await orNull(() => octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', ref))) !== null
}

async function openPullRequest(
  octokit: Octokit,
  { repository, branch, base, title, body }: Proposal,
): Promise<{ number: number; url: string }> {
  const place = repo(repository)
  const head = `${place.owner}:${branch}`
  const { data: open } = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
    ...place,
    head,
    state: 'open',
  })
  const [existing] = open
  if (existing) return { number: existing.number, url: existing.html_url }
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
    ...place,
    head: branch,
    base,
    title,
    body,
  })
  return { number: data.number, url: data.html_url }
}
