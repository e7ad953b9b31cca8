import { describe, expect, test } from 'vitest'
import { commitFiles } from '../../electron/sandbox/github/git-store'
import type { GithubRepository } from '../../electron/sandbox/github/github-world'
import { caseOf } from '../../electron/sandbox/seed/cases'
import type { ApplyEvent } from '../../shared/contract/setup'
import { RepositoryName } from '../../shared/domain/ids'
import { userOf } from '../support/sandbox-door'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'

/* How a workflow is repaired by a pull request, and what is said before one is made. */

const at = sandboxHouse()
const NAME = RepositoryName.parse(caseOf('no-id-token').repository)
const NOTE = { message: 'By hand', author: 'engineer', date: '2026-11-01T09:00:00Z' }
const BRANCH = 'rolecall/setup'

const world = (name: string): GithubRepository => repositoryOf(at().sandbox, name)
const plan = (repository = NAME) => at().client.setup.plan({ repository, setup: null, form: null })

async function apply(
  planId: string,
  exclude: string[] = [],
): Promise<Extract<ApplyEvent, { kind: 'ended' }>> {
  let end: Extract<ApplyEvent, { kind: 'ended' }> | null = null
  for await (const event of await at().client.setup.apply({ planId, exclude }))
    if (event.kind === 'ended') end = event
  if (end === null) throw new Error('The application has no end.')
  return end
}

/** Changes what the owners of a repository allow, for one test. */
async function allowing(
  change: Partial<Pick<GithubRepository, 'protection'>> & { actions?: Partial<GithubRepository['actions']> },
  work: () => Promise<void>,
): Promise<void> {
  const repository = world(NAME)
  const { actions, protection } = repository
  Object.assign(repository, { ...change, actions: { ...actions, ...change.actions } })
  try {
    await work()
  } finally {
    repository.actions = actions
    if (protection) repository.protection = protection
    else delete repository.protection
  }
}

describe('what the owners of a repository allow is said before anything is proposed', () => {
  test.each(['ruleset', 'branch protection'] as const)('a review that a %s asks for', async (by) => {
    await allowing({ protection: { by, approvals: 2, codeOwners: true, checks: ['build'] } }, async () => {
      const made = await plan()
      expect(made.steps.map(({ kind }) => kind)).toContain('propose-workflow')
      expect(made.steps.map(({ kind }) => kind)).not.toContain('merge-pull-request')
      expect(made.needed).toEqual([
        { kind: 'review', says: expect.stringMatching(/2 approving reviews.*build/) },
      ])
    })
  })

  test('that nothing is asked for is said by the step that merges', async () => {
    const merge = (await plan()).steps.find(({ kind }) => kind === 'merge-pull-request')
    expect(merge?.title).toBe('Merge the pull request into main, which asks for no review')
  })

  test('actions that may not run, with the way out; a run fails at them', async () => {
    const selected = { githubOwned: true, verified: false, patterns: ['acme/*'] }
    await allowing({ actions: { allowedActions: 'selected', selected } }, async () => {
      const { conflicts } = await plan()
      expect(conflicts.map(({ says }) => says).join()).toContain(
        'aws-actions/configure-aws-credentials@* to the allowed',
      )
      const { chain } = await at().client.fleet.repository({ repository: NAME, fresh: true })
      expect(chain.links.workflow.findings).toContainEqual(
        expect.objectContaining({
          status: 'blocked',
          breaks: true,
          repair: expect.objectContaining({ kind: 'open-page' }),
        }),
      )
      const run = await userOf(at().sandbox).dispatch(NAME)
      expect(run.log).toMatch(
        /The action aws-actions\/configure-aws-credentials@\w+ is not allowed in acme\/no-token because/,
      )
    })
  })

  test('GitHub Actions that is switched off, which refuses a test run too', async () => {
    await allowing({ actions: { enabled: false } }, async () => {
      const { chain } = await at().client.fleet.repository({ repository: NAME, fresh: true })
      expect(chain.links.workflow).toMatchObject({ status: 'blocked', breaks: true })
      expect((await plan()).conflicts[0]?.says).toContain('Actions is disabled')
    })
  })

  test('tags that must be pinned are pinned by the same pull request', async () => {
    const { git } = world(NAME)
    const path = '.github/workflows/bedrock.yml'
    const text =
      git.blobs[
        Object.entries(git.trees[git.commits[git.branches.main ?? '']?.tree ?? ''] ?? {}).find(
          ([name]) => name === path,
        )?.[1] ?? ''
      ] ?? ''
    const loose = text.replace(/@[0-9a-f]{40} # v6.2.3/, '@v6')
    commitFiles(git, 'main', [{ path, text: loose }], NOTE)
    await allowing({ actions: { shaPinningRequired: true } }, async () => {
      const proposed = (await plan()).steps.find(({ kind }) => kind === 'propose-workflow')
      expect(proposed?.after).toContain('@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3')
      expect(proposed?.after).toContain('id-token: write')
    })
    commitFiles(git, 'main', [{ path, text }], NOTE)
  })
})

describe('one pull request for one repository', () => {
  test('it waits for its review, is not made twice, and is merged once it has one', async () => {
    await allowing(
      { protection: { by: 'ruleset', approvals: 1, codeOwners: false, checks: [] } },
      async () => {
        const end = await apply((await plan()).id)
        expect(end.failure).toBeNull()
        const [pull, ...others] = world(NAME).pullRequests
        expect([pull?.head, pull?.state, others]).toEqual([BRANCH, 'open', []])
        const waiting = await plan()
        expect(waiting.steps).toEqual([])
        expect(waiting.needed[0]?.says).toContain(
          `Pull request #${pull?.number} cannot be merged by Rolecall yet`,
        )
        if (pull) pull.approvals = 1
        const cleared = await plan()
        expect(cleared.steps.map(({ kind }) => kind)).toEqual(['merge-pull-request'])
        expect((await apply(cleared.id)).failure).toBeNull()
        expect(pull).toMatchObject({ merged: true })
        expect(world(NAME).git.branches[BRANCH]).toBeUndefined()
      },
    )
  })

  test('a plan that changes updates it; what somebody else pushed to it is never overwritten', async () => {
    const name = RepositoryName.parse(caseOf('no-dispatch').repository)
    const repository = world(name)
    const first = await plan(name)
    const merge = first.steps.filter(({ kind }) => kind === 'merge-pull-request').map(({ id }) => id)
    await apply(first.id, merge)
    const before = repository.git.branches[BRANCH]
    const path = '.github/workflows/bedrock.yml'
    const step = first.steps.find(({ kind }) => kind === 'propose-workflow')
    commitFiles(repository.git, 'main', [{ path, text: `# Ours\n${step?.before}` }], NOTE)
    const second = await plan(name)
    await apply(
      second.id,
      second.steps.filter(({ kind }) => kind === 'merge-pull-request').map(({ id }) => id),
    )
    expect(repository.pullRequests.filter(({ state }) => state === 'open')).toHaveLength(1)
    expect(repository.git.branches[BRANCH]).not.toBe(before)
    commitFiles(repository.git, BRANCH, [{ path: 'notes.md', text: 'mine\n' }], NOTE)
    const pushed = repository.git.branches[BRANCH]
    commitFiles(repository.git, 'main', [{ path, text: `# Ours again\n${step?.before}` }], NOTE)
    const third = await plan(name)
    expect(third.steps.filter(({ kind }) => kind === 'propose-workflow')).toEqual([])
    expect(third.conflicts[0]?.says).toMatch(/Somebody else has pushed to rolecall\/setup/)
    expect(repository.git.branches[BRANCH]).toBe(pushed)
  })
})

describe('WORKFLOW.md', () => {
  const name = RepositoryName.parse(caseOf('front-matter-model').repository)

  test('a model that its region cannot call is corrected in the front matter, byte for byte, and the run passes', async () => {
    const made = await plan(name)
    const proposed = made.steps.find(({ kind }) => kind === 'propose-workflow')
    expect(proposed?.before).toContain('\nmodel: eu.anthropic.claude-sonnet-4-6\n')
    expect(proposed?.after).toBe(proposed?.before?.replace('model: eu.', 'model: us.'))
    expect((await apply(made.id)).failure).toBeNull()
    const run = await userOf(at().sandbox).dispatch(name)
    expect(run).toMatchObject({ conclusion: 'success', log: expect.stringContaining('on Amazon Bedrock') })
  })
})

describe('the branch of a pull request that somebody else merged', { timeout: 60_000 }, () => {
  test('stands until it is asked away; what others pushed to, or made, is never touched', async () => {
    const { client, sandbox } = at()
    const repository = RepositoryName.parse(caseOf('nested-token').repository)
    const repositories = [repository]
    const merged = (await plan(repository)).steps.find(({ kind }) => kind === 'merge-pull-request')
    const made = await plan(repository)
    const { application } = await apply(made.id, merged ? [merged.id] : [])
    const number = application.entries.flatMap(({ outcome }) => outcome?.pullRequest ?? [])[0] ?? 0
    const left = () => client.setup.mergedBranches({ repositories })
    expect(await left()).toEqual([{ repository, branches: [], failure: null }])

    const answer = await fetch(`${sandbox.githubUrl}/repos/${repository}/pulls/${number}/merge`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(200)
    const { git } = world(repository)
    git.branches['rolecall/theirs'] = git.branches.main ?? ''
    expect(await left()).toMatchObject([{ branches: [{ branch: BRANCH, pullRequest: number }] }])

    const tip = git.branches[BRANCH] ?? ''
    commitFiles(git, BRANCH, [{ path: 'NOTES.md', text: 'theirs' }], NOTE)
    expect(await client.setup.deleteMergedBranches({ repositories })).toMatchObject([{ branches: [] }])
    expect(Object.keys(git.branches)).toEqual(expect.arrayContaining([BRANCH, 'rolecall/theirs']))

    git.branches[BRANCH] = tip
    expect(await client.setup.deleteMergedBranches({ repositories })).toEqual([
      { repository, branches: [], failure: null },
    ])
    expect(Object.keys(git.branches)).not.toContain(BRANCH)
    expect(Object.keys(git.branches)).toContain('rolecall/theirs')
  })
})
