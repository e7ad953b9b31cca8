import { describe, expect, test } from 'vitest'
import { migrateSubjectsVerb } from '../../electron/terminal/commands/migrate-subjects'
import { RepositoryName } from '../../shared/domain/ids'
import { MIGRATION_STAGES } from '../../shared/domain/migration'
import { parsePolicy } from '../../shared/domain/policy-document'
import { atTerminal, carry, inNewHouse, stageOf } from '../support/migration-steps'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'
import { standingOf, toEnd } from '../support/service-steps'

/* Moving to immutable subjects on the sandbox: its issuer mints what GitHub's would, and its STS asks the trust. */

const at = sandboxHouse()

/** The subjects that roles of every account name, for a repository in either form. */
function subjectsNaming(name: string): string[] {
  const { accounts } = at().sandbox.stage.world.aws
  const { owner, name: short, id } = repositoryOf(at().sandbox, name)
  const values = Object.values(accounts).flatMap(({ roles }) =>
    roles.flatMap(({ trust }) => {
      const parsed = parsePolicy(trust)
      return parsed.ok ? parsed.policy.statements.flatMap((s) => s.conditions.flatMap((c) => c.values)) : []
    }),
  )
  return values.filter(
    (value) => value.startsWith(`repo:${owner}/${short}:`) || value.includes(`/${short}@${id}:`),
  )
}

const isImmutable = (subject: string) => subject.includes('@')

describe('one repository, interrupted after each stage', { timeout: 60_000 }, () => {
  test('goes on from what stands, in a house that knows nothing of it', async () => {
    const { home, sandbox } = at()
    const repository = 'acme/web'
    const seen: (string | null)[] = []
    for (const until of MIGRATION_STAGES) {
      const { entries } = await inNewHouse(home, (client) => carry(client, [repository], until))
      expect(entries).toMatchObject([{ repository, failure: null, after: until }])
      seen.push((await inNewHouse(home, (client) => stageOf(client, repository))).stage)
      await sandbox.idle()
    }
    expect(seen).toEqual(MIGRATION_STAGES)
    expect(subjectsNaming(repository).length).toBeGreaterThan(0)
    expect(subjectsNaming(repository).every(isImmutable)).toBe(true)
    expect(repositoryOf(sandbox, repository).subject.immutable).toBe(true)
  })

  test('there, nothing is done again', async () => {
    const before = standingOf(at().sandbox, 'acme/web')
    const { entries } = await carry(at().client, ['acme/web'], 'immutable')
    expect(entries).toMatchObject([{ before: 'immutable', after: 'immutable', applications: [], run: null }])
    expect(standingOf(at().sandbox, 'acme/web')).toEqual(before)
  })

  test('each stage is an application that undo takes back, to the first byte', async () => {
    const { client, sandbox } = at()
    const repository = 'acme/london'
    const [before, form] = [standingOf(sandbox, repository), { ...repositoryOf(sandbox, repository).subject }]
    const { entries } = await carry(client, [repository], 'opted-in')
    expect(standingOf(sandbox, repository)).not.toEqual(before)
    for (const applicationId of entries[0]?.applications.toReversed() ?? []) {
      const { ended } = await toEnd(await client.setup.undo({ applicationId }))
      expect(ended.failure).toBeNull()
    }
    expect(standingOf(sandbox, repository)).toEqual(before)
    expect(repositoryOf(sandbox, repository).subject).toEqual(form)
    expect(await stageOf(client, repository)).toMatchObject({ stage: 'classic', next: 'trust-both' })
  })
})

describe('a fleet', { timeout: 60_000 }, () => {
  test('one that fails or cannot does not stop the rest, and says why', async () => {
    const { client } = at()
    const names = ['acme/api', 'acme/legacy-keys', 'acme/first-claude', 'acme/archive', 'acme/blank']
    const { entries } = await carry(client, names, 'immutable')
    expect(
      entries.map(({ repository, before, after, failure }) => [
        repository,
        before,
        after,
        failure?.sentence ?? null,
      ]),
    ).toEqual([
      ['acme/api', 'immutable', 'immutable', null],
      ['acme/legacy-keys', 'classic', 'immutable', null],
      ['acme/first-claude', 'classic', 'opted-in', expect.stringMatching(/ended with failure.*form/s)],
      ['acme/archive', null, null, expect.stringMatching(/archived/)],
      ['acme/blank', null, null, expect.stringMatching(/role/)],
    ])
    expect(subjectsNaming('acme/first-claude').some((subject) => !isImmutable(subject))).toBe(true)
  })

  test('a repository whose subject is immutable and whose trust is not is mended on the way', async () => {
    const { client } = at()
    expect(await stageOf(client, 'acme/new-service')).toMatchObject({ stage: 'classic', next: 'trust-both' })
    const { entries } = await carry(client, ['acme/new-service'], 'immutable')
    expect(entries).toMatchObject([{ after: 'immutable', failure: null, run: { conclusion: 'success' } }])
    expect(subjectsNaming('acme/new-service').every(isImmutable)).toBe(true)
  })

  test('through the terminal: without --yes it shows, with it each has an entry', async () => {
    const { client, sandbox } = at()
    const repository = 'globex/assistant'
    const before = standingOf(sandbox, repository)
    const names = [RepositoryName.parse(repository)]
    const shown = await atTerminal(client, (session) =>
      migrateSubjectsVerb(session, names, { all: false, yes: false, until: 'opted-in' }),
    )
    expect(shown).toMatchObject({ code: 2, answer: { repositories: [{ repository, stage: 'classic' }] } })
    expect(standingOf(sandbox, repository)).toEqual(before)
    const moved = await atTerminal(client, (session) =>
      migrateSubjectsVerb(session, names, { all: false, yes: true, until: 'opted-in' }),
    )
    expect(moved).toMatchObject({
      code: 0,
      answer: {
        repositories: [{ repository, before: 'classic', after: 'opted-in', run: null, failure: null }],
      },
    })
  })

  test('seeing the stages touches nothing', async () => {
    const { client, sandbox } = at()
    const before = standingOf(sandbox, 'acme/nightly')
    const states = await client.setup.migration.view({ repositories: null, fresh: true })
    expect(states.length).toBeGreaterThan(15)
    expect(states.every(({ stage, why }) => stage !== null || why !== null)).toBe(true)
    expect(standingOf(sandbox, 'acme/nightly')).toEqual(before)
  })
})
