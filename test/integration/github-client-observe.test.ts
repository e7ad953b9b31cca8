import { describe, expect, test } from 'vitest'
import { commitFiles } from '../../electron/sandbox/github/git-store'
import { CASES, caseOf } from '../../electron/sandbox/seed/cases'
import { observeAll, observeOne, repositoryOf, seededWorld, watchedClient } from '../support/seeded-github'

const world = seededWorld()

const REPOSITORIES = CASES.map(({ repository }) => repository)

/** How many exchanges there were below a path. */
function countBelow(path: string, exchanges: { path: string }[]): number {
  return exchanges.filter((exchange) => exchange.path.startsWith(path)).length
}

describe('what a reading costs', () => {
  test('one GraphQL request for 25 repositories, and four REST requests for each at most', async () => {
    const { client, record } = watchedClient(world.sandbox)
    const found = await observeAll(client, REPOSITORIES)
    expect([...found.values()].filter(({ observation }) => !observation.known)).toEqual([])
    expect(REPOSITORIES.length).toBeLessThanOrEqual(25)
    expect(countBelow('/graphql', record.exchanges)).toBe(1)
    for (const name of REPOSITORIES) {
      expect([name, countBelow(`/repos/${name}/`, record.exchanges)]).toEqual([
        name,
        expect.toSatisfy(atMostFour),
      ])
    }
  })

  test('a second GraphQL request begins with the 26th repository', async () => {
    const { client, record } = watchedClient(world.sandbox)
    const absent = Array.from({ length: 26 }, (_, index) => `acme/absent-${index}`)
    const found = await observeAll(client, absent)
    expect(found.size).toBe(26)
    expect(record.exchanges.map(({ path }) => path)).toEqual(['/graphql', '/graphql'])
  })

  test('what an organization gives to all its repositories is read once, not once a repository', async () => {
    const { client, record } = watchedClient(world.sandbox)
    await observeAll(client, REPOSITORIES)
    const ofOrganizations = record.exchanges.filter(({ path }) => path.startsWith('/orgs/'))
    const paths = ofOrganizations.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(countBelow('/orgs/acme/actions/variables', ofOrganizations)).toBeGreaterThan(0)
  })

  test('an archived repository costs no REST request at all', async () => {
    const { client, record } = watchedClient(world.sandbox)
    await observeOne(client, caseOf('archived').repository)
    expect(record.exchanges.map(({ path }) => path)).toEqual(['/graphql'])
  })

  test('the second reading is conditional: 304 from every list, no quota spent, the same observation', async () => {
    const { client, record } = watchedClient(world.sandbox)
    const first = await observeOne(client, 'acme/web')
    const used = () => world.sandbox.stage.world.github.budgets?.['sandbox-admin']?.core.used
    const before = { used: used(), exchanges: record.exchanges.length }
    const second = await observeOne(client, 'acme/web')
    const again = record.exchanges.slice(before.exchanges).filter(({ path }) => path !== '/graphql')
    expect(again.length).toBeGreaterThan(0)
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 304))
    expect(used()).toBe(before.used)
    expect({ ...second, readAt: null }).toEqual({ ...first, readAt: null })
  })

  test('what changed meanwhile is seen by the second reading', async () => {
    const { client } = watchedClient(world.sandbox)
    await observeOne(client, 'acme/legacy-keys')
    const region = repositoryOf(world.sandbox, 'acme/legacy-keys').variables.find(
      ({ name }) => name === 'AWS_REGION',
    )
    if (region) region.value = 'eu-west-3'
    const { variables } = await observeOne(client, 'acme/legacy-keys')
    expect(variables).toMatchObject({
      known: true,
      value: expect.arrayContaining([expect.objectContaining({ name: 'AWS_REGION', value: 'eu-west-3' })]),
    })
  })
})

function atMostFour(count: number): boolean {
  return count <= 4
}

describe('what a reading holds', () => {
  test('metadata, the parsed workflow with its state, the subject’s prefix, and the last run', async () => {
    const { client } = watchedClient(world.sandbox)
    const api = await observeOne(client, caseOf('healthy-immutable').repository)
    const { id } = repositoryOf(world.sandbox, 'acme/api')
    expect(api.facts).toMatchObject({
      repository: 'acme/api',
      id,
      ownerKind: 'organization',
      archived: false,
    })
    expect(api.subject).toMatchObject({
      known: true,
      value: { prefix: `repo:acme@${api.facts.ownerId}/api@${id}`, useDefault: true },
    })
    expect(api.workflows).toMatchObject({
      known: true,
      value: [{ state: 'active', parsed: { valid: true } }],
    })
    expect(api.runs).toMatchObject({
      known: true,
      value: [{ repository: 'acme/api', status: 'completed', conclusion: 'success' }],
    })
  })

  test('a variable of the organization only where the repository is selected for it', async () => {
    const { client } = watchedClient(world.sandbox)
    const scopesOf = async (name: string) => {
      const { variables } = await observeOne(client, name)
      return variables.known ? variables.value.map((each) => `${each.name} ${each.scope.kind}`).sort() : null
    }
    expect(await scopesOf('acme/api')).toContain('AWS_REGION organization')
    expect(await scopesOf('acme/web')).not.toContain('AWS_REGION organization')
  })

  test('the variables of an environment that a job names, or that may hold what a job misses', async () => {
    const { client } = watchedClient(world.sandbox)
    const { variables, environments } = await observeOne(client, caseOf('variable-in-environment').repository)
    expect(environments).toEqual({ known: true, value: [{ name: 'production', protected: false }] })
    const scope = { kind: 'environment', environment: 'production' }
    expect(variables).toMatchObject({
      known: true,
      value: expect.arrayContaining([expect.objectContaining({ name: 'AWS_REGION', scope })]),
    })
  })

  test('names of secrets, never a value', async () => {
    const { client } = watchedClient(world.sandbox)
    const { secrets } = await observeOne(client, caseOf('static-keys').repository)
    expect(secrets.known && secrets.value.map(({ name }) => name)).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
    ])
    expect(JSON.stringify(secrets)).not.toContain('seeded-')
  })

  test('every one of forty variables, though GitHub gives thirty a page', async () => {
    const { client } = watchedClient(world.sandbox)
    const { variables } = repositoryOf(world.sandbox, 'globex/reviews')
    const at = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }
    for (let index = variables.length; index < 40; index += 1) {
      variables.push({ name: `EXTRA_${index}`, value: `${index}`, ...at })
    }
    const found = (await observeOne(client, 'globex/reviews')).variables
    const own = found.known ? found.value.filter(({ scope }) => scope.kind === 'repository') : []
    expect(own.length).toBe(40)
  })

  test('what stands at the script’s path, and what is no folder on the way to a template’s files', async () => {
    const { client } = watchedClient(world.sandbox)
    const { repository } = caseOf('nothing')
    const taken = async () => (await observeOne(client, repository)).takenPaths
    const commit = (path: string, text: string): void => {
      const { git } = repositoryOf(world.sandbox, repository)
      const note = { message: 'Add it', author: 'sandbox-admin', date: '2026-11-01T00:00:00Z' }
      commitFiles(git, 'main', [{ path, text }], note)
    }
    expect(await taken()).toEqual({ known: true, value: [] })
    commit('scripts/call_bedrock.py', 'print("é")\n')
    commit('.github', 'not a folder\n')
    expect(await taken()).toEqual({
      known: true,
      value: [
        { path: '.github', text: null },
        { path: 'scripts/call_bedrock.py', text: 'print("é")\n' },
      ],
    })
  })

  test('a workflow file that cannot be read as one, with the line that is wrong', async () => {
    const { client } = watchedClient(world.sandbox)
    const { git } = repositoryOf(world.sandbox, caseOf('no-dispatch').repository)
    const file = { path: '.github/workflows/broken.yml', text: 'on: push\njobs:\n  a: [\n' }
    const note = { message: 'Break it', author: 'sandbox-admin', date: '2026-11-01T00:00:00Z' }
    commitFiles(git, 'main', [file], note)
    const { workflows } = await observeOne(client, caseOf('no-dispatch').repository)
    const broken = workflows.known && workflows.value.find(({ path }) => path === file.path)
    expect(broken).toMatchObject({ text: file.text, parsed: { valid: false } })
    expect(broken && !broken.parsed.valid && broken.parsed.errors[0]?.line).toBeGreaterThanOrEqual(3)
  })
})

describe('a part that fails leaves the rest standing', () => {
  /** A fine-grained token of the administrator that may read everything but these. */
  function tokenWithout(...missing: string[]): string {
    const all = [
      'actions',
      'actions_variables',
      'contents',
      'environments',
      'metadata',
      'pull_requests',
      'secrets',
    ]
    const granted = all.filter((name) => !missing.includes(name)).map((name) => [name, 'read'] as const)
    const token = `github_pat_without_${missing.join('_')}`
    const { tokens } = world.sandbox.stage.world.github
    tokens[token] = { login: 'sandbox-admin', scopes: null, permissions: Object.fromEntries(granted) }
    return token
  }

  test('no right to variables: they are unread with the right that is missing, everything else is there', async () => {
    const { client } = watchedClient(world.sandbox, tokenWithout('actions_variables'))
    const { variables, secrets, subject, workflows, runs } = await observeOne(client, 'acme/web')
    expect(variables).toMatchObject({
      known: false,
      failure: {
        reason: 'forbidden',
        code: '403',
        recovery: { kind: 'ask-administrator', permission: 'actions_variables=read' },
      },
    })
    expect([secrets, subject, workflows, runs].map((part) => part.known)).toEqual([true, true, true, true])
  })

  test('no right to an environment: its variables may decide, so the variables are unread and not half-read', async () => {
    const { client } = watchedClient(world.sandbox, tokenWithout('environments'))
    const { variables } = await observeOne(client, caseOf('variable-in-environment').repository)
    expect(variables).toMatchObject({
      known: false,
      failure: { reason: 'forbidden', recovery: { permission: 'environments=read' } },
    })
  })

  test('no right to the organization: its values are asked for repository by repository', async () => {
    const { client } = watchedClient(world.sandbox, tokenWithout())
    const { variables } = await observeOne(client, 'acme/api')
    const scope = { kind: 'organization' }
    expect(variables).toMatchObject({
      known: true,
      value: expect.arrayContaining([expect.objectContaining({ name: 'AWS_REGION', scope })]),
    })
  })

  test('no right to the files: the workflows are unread, and the repository is not said to have none', async () => {
    const { client } = watchedClient(world.sandbox, tokenWithout('contents'))
    const { workflows, takenPaths, variables } = await observeOne(client, 'acme/web')
    const refused = { known: false, failure: { reason: 'forbidden', code: 'FORBIDDEN' } }
    expect([workflows, takenPaths]).toMatchObject([refused, refused])
    expect(variables.known).toBe(true)
  })

  test('no right to pull requests: a repository that GitHub shows only whole is unread, and not said to be gone', async () => {
    const { client } = watchedClient(world.sandbox, tokenWithout('pull_requests'))
    const observed = (await observeAll(client, ['acme/web'])).get('acme/web')
    expect(observed?.observation).toMatchObject({
      known: false,
      failure: { reason: 'forbidden', code: 'FORBIDDEN', recovery: { kind: 'ask-administrator' } },
    })
  })

  test('a repository that is gone is unread, and the others of the same request are read', async () => {
    const { client } = watchedClient(world.sandbox)
    const found = await observeAll(client, ['acme/gone', 'acme/web'])
    expect(found.get('acme/web')?.observation.known).toBe(true)
    expect(found.get('acme/gone')?.observation).toMatchObject({
      known: false,
      failure: {
        reason: 'not-found',
        sentence: expect.stringMatching(/acme\/gone.*renamed, moved or deleted/),
      },
    })
  })
})
