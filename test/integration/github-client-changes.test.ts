import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createGithubClient } from '../../electron/clients/github/github-client'
import type { GithubClient } from '../../electron/clients/github-port'
import { commitFiles, fileAt } from '../../electron/sandbox/github/git-store'
import { ExpectedFailure } from '../../shared/domain/failure'
import { RepositoryName } from '../../shared/domain/ids'
import { type GithubSandbox, startGithub, TOKEN, WORKFLOW, WORKFLOW_TEXT } from '../support/github-sandbox'

const WEB = RepositoryName.parse('acme/Web')

let sandbox: GithubSandbox
let client: GithubClient
const opened: GithubSandbox[] = []
beforeEach(async () => {
  sandbox = await startGithub()
  opened.push(sandbox)
  client = createGithubClient({ baseUrl: sandbox.baseUrl, token: TOKEN, spaced: false })
})
afterAll(() => Promise.all(opened.map((each) => each.close())))

/** A file on a branch as it is committed now. */
function committed(path: string, branch = 'main'): string | null {
  const { git } = sandbox.repository
  const head = git.branches[branch]
  return head === undefined ? null : fileAt(git, head, path)
}

describe.each([
  ['of the repository', null],
  ['of an environment', 'production'],
])('a variable %s', (_, environment) => {
  test('is created, changed, read and deleted', async () => {
    expect(await client.variable(WEB, environment, 'AWS_REGION')).toBeNull()
    await client.setVariable(WEB, environment, 'AWS_REGION', 'eu-west-2')
    expect(await client.variable(WEB, environment, 'AWS_REGION')).toBe('eu-west-2')
    await client.setVariable(WEB, environment, 'AWS_REGION', 'us-east-1')
    expect(await client.variable(WEB, environment, 'AWS_REGION')).toBe('us-east-1')
    await client.deleteVariable(WEB, environment, 'AWS_REGION')
    expect(await client.variable(WEB, environment, 'AWS_REGION')).toBeNull()
  })
})

describe.each([
  ['of the repository', null],
  ['of an environment', 'production'],
])('a secret %s', (_, environment) => {
  const held = () =>
    environment === null ? sandbox.repository.secrets : (sandbox.repository.environments[0]?.secrets ?? [])

  test('is sealed so that GitHub can open it, replaced and deleted', async () => {
    expect(await client.secretExists(WEB, environment, 'ROLE')).toBe(false)
    await client.setSecret(WEB, environment, 'ROLE', 'arn:aws:iam::111122223333:role/ä')
    expect(held()).toMatchObject([{ name: 'ROLE', value: 'arn:aws:iam::111122223333:role/ä' }])
    await client.setSecret(WEB, environment, 'ROLE', 'second')
    expect(held()).toMatchObject([{ value: 'second' }])
    expect(await client.secretExists(WEB, environment, 'ROLE')).toBe(true)
    await client.deleteSecret(WEB, environment, 'ROLE')
    expect(await client.secretExists(WEB, environment, 'ROLE')).toBe(false)
  })
})

describe('a file', () => {
  test('is read at a ref, with its exact text; null where there is none', async () => {
    expect(await client.file(WEB, WORKFLOW, 'main')).toBe(WORKFLOW_TEXT)
    expect(await client.file(WEB, '.github/workflows/none.yml', 'main')).toBeNull()
    expect(await client.file(WEB, 'src', 'main')).toBeNull()
  })
})

describe('a proposal', () => {
  const proposal = {
    repository: WEB,
    branch: 'rolecall/bedrock',
    base: 'main',
    title: 'Call Bedrock',
    body: 'What and why.',
    files: [
      { path: WORKFLOW, before: WORKFLOW_TEXT, after: `${WORKFLOW_TEXT}# changed\n` },
      { path: 'scripts/call_bedrock.py', before: null, after: 'print("é")\n' },
      { path: 'src/main.py', before: 'print("web")\n', after: null },
    ],
  }

  test('is one commit on a branch of its own and a pull request; the base is untouched', async () => {
    const base = sandbox.repository.git.branches.main
    const { number, url } = await client.propose(proposal)
    expect(url).toContain(`/pull/${number}`)
    expect(committed(WORKFLOW, proposal.branch)).toBe(`${WORKFLOW_TEXT}# changed\n`)
    expect(committed('scripts/call_bedrock.py', proposal.branch)).toBe('print("é")\n')
    expect(committed('src/main.py', proposal.branch)).toBeNull()
    expect(committed('README.md', proposal.branch)).toBe('# Web\n')
    expect(sandbox.repository.git.branches.main).toBe(base)
    const head = sandbox.repository.git.branches[proposal.branch] ?? ''
    expect(sandbox.repository.git.commits[head]?.parents).toEqual([base])
    expect(await client.pullRequest(WEB, number)).toEqual({
      state: 'open',
      merged: false,
      url,
      branch: proposal.branch,
    })
  })

  test('made again replaces the branch and updates the pull request that is open', async () => {
    const first = await client.propose(proposal)
    const files = [{ path: 'other.md', before: null, after: 'other\n' }]
    const second = await client.propose({ ...proposal, files })
    expect(second).toEqual(first)
    expect(committed('other.md', proposal.branch)).toBe('other\n')
    expect(committed('scripts/call_bedrock.py', proposal.branch)).toBeNull()
    expect(sandbox.repository.pullRequests.length).toBe(1)
  })

  test('is merged into the base', async () => {
    const { number } = await client.propose(proposal)
    await client.merge(WEB, number)
    expect(committed('scripts/call_bedrock.py')).toBe('print("é")\n')
    expect(committed('src/main.py')).toBeNull()
    expect(await client.pullRequest(WEB, number)).toMatchObject({ state: 'closed', merged: true })
  })

  test('that conflicts with the base is not merged, and that is said', async () => {
    const { number } = await client.propose(proposal)
    const note = { message: 'Meanwhile', author: 'engineer', date: '2026-10-01T12:30:00Z' }
    commitFiles(sandbox.repository.git, 'main', [{ path: WORKFLOW, text: 'name: Other\n' }], note)
    const merging = client.merge(WEB, number)
    await expect(merging).rejects.toBeInstanceOf(ExpectedFailure)
    await expect(merging).rejects.toMatchObject({ failure: { reason: 'conflict' } })
    expect(committed(WORKFLOW)).toBe('name: Other\n')
  })

  test('is withdrawn: closed, its branch deleted, the base untouched', async () => {
    const { number } = await client.propose(proposal)
    await client.withdraw(WEB, proposal.branch)
    expect(await client.pullRequest(WEB, number)).toMatchObject({ state: 'closed', merged: false })
    expect(sandbox.repository.git.branches[proposal.branch]).toBeUndefined()
    expect(committed(WORKFLOW)).toBe(WORKFLOW_TEXT)
  })

  test('whose branch somebody has deleted already can be withdrawn all the same', async () => {
    const { number } = await client.propose(proposal)
    delete sandbox.repository.git.branches[proposal.branch]
    await client.withdraw(WEB, proposal.branch)
    expect(await client.pullRequest(WEB, number)).toMatchObject({ state: 'closed' })
  })
})

describe('a workflow', () => {
  test('is disabled and enabled', async () => {
    const id = sandbox.repository.workflows[0]?.id ?? 0
    await client.disableWorkflow(WEB, id)
    expect(await client.workflowState(WEB, id)).toBe('disabled_manually')
    await client.enableWorkflow(WEB, id)
    expect(await client.workflowState(WEB, id)).toBe('active')
  })
})
