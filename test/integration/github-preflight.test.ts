import { describe, expect, test } from 'vitest'
import type { GithubToken } from '../../electron/sandbox/github/github-world'
import { githubSandbox, grant, openGithubHouse } from '../support/github-house'

/* What a token may do, found by reading alone (GitHub Docs: scopes, and permissions of fine-grained tokens). */

const opened = githubSandbox()

async function preflight(of: Partial<GithubToken>, token = 'ghp_preflight') {
  const sandbox = opened()
  const { client } = await openGithubHouse({
    env: { GITHUB_API_URL: sandbox.githubUrl, GITHUB_TOKEN: grant(sandbox, token, of) },
  })
  const [found] = await client.connections.preflightGithub({ id: null })
  if (!found) throw new Error('There is no identity.')
  return {
    ...found,
    verdicts: Object.fromEntries(found.features.map(({ feature, allowed }) => [feature, allowed])),
    client,
  }
}

const READS = {
  contents: 'read',
  actions: 'read',
  actions_variables: 'read',
  secrets: 'read',
  environments: 'read',
  pull_requests: 'read',
  administration: 'read',
  organization_administration: 'read',
  organization_actions_variables: 'read',
  members: 'read',
} as const

/* Only an organization’s administrator decides which repositories see its variables. */
const SHARING = { 'organization-sharing': ['admin:org'] }

describe('a classic token', () => {
  test('with every scope may do everything, and nothing was changed to know it', async () => {
    const before = JSON.stringify(opened().stage.world.github.repositories)
    const { verdicts, tried, scopes } = await preflight({})
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['yes']))
    expect(Object.keys(verdicts)).toHaveLength(14)
    expect(tried.length).toBeGreaterThan(5)
    expect(tried.every((route) => route.startsWith('GET '))).toBe(true)
    expect(scopes).toContain('workflow')
    expect(JSON.stringify(opened().stage.world.github.repositories)).toBe(before)
  })

  test.each([
    [
      ['repo'],
      { proposals: ['workflow'], ...SHARING, 'organization-subject': ['read:org'], teams: ['read:org'] },
    ],
    [['repo', 'workflow'], { ...SHARING, 'organization-subject': ['read:org'], teams: ['read:org'] }],
    [['repo', 'workflow', 'write:org'], SHARING],
    [['repo', 'workflow', 'admin:org'], {}],
  ])('with %j lacks the scopes of %j', async (scopes, wanted) => {
    const { features } = await preflight({ scopes })
    const lacking = features
      .filter(({ allowed }) => allowed === 'no')
      .map(({ feature, missing }) => [feature, missing])
    expect(Object.fromEntries(lacking)).toEqual(wanted)
  })
})

describe('a fine-grained token', () => {
  test('that only reads: what reads is certain, what writes is not taken for allowed', async () => {
    const { verdicts, scopes } = await preflight({ scopes: null, permissions: READS }, 'github_pat_reads')
    expect(scopes).toBeNull()
    expect(verdicts).toMatchObject({
      observe: 'yes',
      runs: 'yes',
      'actions-policy': 'yes',
      'organization-values': 'yes',
      'organization-subject': 'yes',
      teams: 'yes',
      reviews: 'unknown',
      'organization-sharing': 'unknown',
      dispatch: 'unknown',
      variables: 'unknown',
      proposals: 'unknown',
    })
  })

  test('names the permission that is missing, as GitHub’s headers name it', async () => {
    const { features } = await preflight(
      { scopes: null, permissions: { contents: 'read', actions: 'read' } },
      'github_pat_weak',
    )
    const missing = Object.fromEntries(features.map(({ feature, missing: names }) => [feature, names]))
    expect(missing).toMatchObject({
      observe: [],
      variables: ['actions_variables=write'],
      secrets: ['secrets=write'],
      proposals: ['pull_requests=write'],
      'actions-policy': ['administration=read'],
      'organization-values': ['actions_variables=read', 'secrets=read'],
      'organization-subject': ['organization_administration=read'],
      'organization-sharing': ['organization_actions_variables=write'],
      teams: ['members=read'],
    })
  })
})

describe('single sign-on', () => {
  test('shows each organization that asks for it, with the page that authorizes the token', async () => {
    const { sso, verdicts } = await preflight({ ssoPending: ['globex'] })
    expect(sso).toEqual([{ organization: 'globex', url: expect.stringMatching(/\/orgs\/globex\/sso$/) }])
    expect(verdicts.observe).toBe('yes')
  })
})

test('a token that GitHub takes no more is a failure of its own, with no verdict', async () => {
  const { client } = await preflight({})
  delete opened().stage.world.github.tokens.ghp_preflight
  const [found] = await client.connections.preflightGithub({ id: null })
  expect(found).toMatchObject({ features: [], failure: { reason: 'credentials-expired' } })
})
