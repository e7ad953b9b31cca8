import { describe, expect, it } from 'vitest'
import { type MigrationContext, migrationState } from '../../shared/domain/migration'
import { immutableForm, trustingImmutable } from '../../shared/domain/migration-trust'
import type { RepositoryObservation, SubjectSettings } from '../../shared/domain/observation'
import { planMigration } from '../../shared/domain/plan-migration'
import { known } from '../../shared/domain/reading'
import { inverse } from '../../shared/domain/undo'
import {
  account,
  CLASSIC,
  context,
  IMMUTABLE,
  IMMUTABLE_SETTINGS,
  NOW,
  repository,
  role,
  runSummary,
  setup,
  trustOf,
} from '../support/observations'

/*
 * The stages as GitHub's and Microsoft's guides to immutable subjects order them: trust both, opt in, run, drop the old.
 */

const { facts } = repository()
const CLASSIC_SETTINGS: SubjectSettings = {
  useDefault: true,
  claimKeys: [],
  immutable: false,
  prefix: 'repo:acme/web',
}
const BOTH = trustOf(CLASSIC).replace(`"${CLASSIC}"`, `["${CLASSIC}","${IMMUTABLE}"]`)
const OPTED_IN = NOW - 3_600_000

function world(
  trust: string,
  settings: SubjectSettings,
  over: Partial<RepositoryObservation> = {},
  optedInAt: number | null = OPTED_IN,
) {
  return {
    ...context({
      observation: repository({ subject: known(settings), ...over }),
      account: account({ roles: known([role({ trust })]) }),
    }),
    setup: setup(),
    optedInAt,
  } satisfies MigrationContext
}

const runAt = (at: number, conclusion: 'success' | 'failure' = 'success') => ({
  runs: known([runSummary({ createdAt: new Date(at).toISOString(), conclusion })]),
})

describe('the stage, from what stands', () => {
  it.each([
    ['classic', 'trust-both', world(trustOf(CLASSIC), CLASSIC_SETTINGS)],
    ['both-trusted', 'opt-in', world(BOTH, CLASSIC_SETTINGS)],
    ['opted-in', 'test-run', world(BOTH, IMMUTABLE_SETTINGS)],
    ['opted-in', 'test-run', world(BOTH, IMMUTABLE_SETTINGS, runAt(OPTED_IN - 60_000))],
    ['opted-in', 'test-run', world(BOTH, IMMUTABLE_SETTINGS, runAt(OPTED_IN + 60_000, 'failure'))],
    ['opted-in', 'test-run', world(BOTH, IMMUTABLE_SETTINGS, runAt(NOW), null)],
    ['proven', 'drop-classic', world(BOTH, IMMUTABLE_SETTINGS, runAt(OPTED_IN + 60_000))],
    ['immutable', null, world(trustOf(IMMUTABLE), IMMUTABLE_SETTINGS)],
    // GitHub's own prefix counts before the setting (field-notes §1).
    ['immutable', null, world(trustOf(IMMUTABLE), { ...IMMUTABLE_SETTINGS, immutable: false })],
    ['classic', 'trust-both', world(trustOf(CLASSIC), IMMUTABLE_SETTINGS)],
  ])('%s, next %s', (stage, next, context) => {
    expect(migrationState(context)).toMatchObject({ stage, next, why: null })
  })

  it.each([
    ['archived', world(BOTH, CLASSIC_SETTINGS, { facts: { ...facts, archived: true } }), /archived/],
    ['GHES, which gives no prefix', world(BOTH, { ...CLASSIC_SETTINGS, prefix: null }), /Enterprise Server/],
    [
      'a template without repo',
      world(BOTH, { ...CLASSIC_SETTINGS, useDefault: false, claimKeys: ['repository_id', 'context'] }),
      /no `repo`/,
    ],
    [
      'an organization’s template that was not read',
      world(BOTH, { ...CLASSIC_SETTINGS, useDefault: false }),
      /organization/,
    ],
    [
      'only the right to read',
      world(BOTH, CLASSIC_SETTINGS, { facts: { ...facts, permission: 'read' } }),
      /only read/,
    ],
  ])('says why it cannot go on: %s', (_, context, why) => {
    expect(migrationState(context)).toMatchObject({ next: null, why: expect.stringMatching(why) })
  })
})

describe('the plan of a stage', () => {
  const change = (context: ReturnType<typeof world>) => {
    const action = planMigration(context, { id: 'p' }).steps[0]?.action
    if (action?.kind !== 'update-trust') throw new Error('The trust is not changed.')
    return action
  }

  it('adds the immutable form in the same clause, and no other byte changes', () => {
    expect(change(world(trustOf(CLASSIC), CLASSIC_SETTINGS)).after).toBe(BOTH)
  })

  it('drops the classic form, and no other byte changes', () => {
    const { before, after } = change(world(BOTH, IMMUTABLE_SETTINGS, runAt(NOW)))
    expect([before, after]).toEqual([BOTH, BOTH.replace(`"${CLASSIC}",`, '')])
  })

  it('keeps what a clause tests beside the subject, and what a shared role says of others', () => {
    const statementOf = (trust: string) => /"Statement":\[(.*)\]\}$/.exec(trust)?.[1] ?? ''
    const others = statementOf(BOTH).replaceAll('acme/web', 'acme/api').replaceAll('web@4242', 'api@5')
    const ours = statementOf(trustOf('repo:acme/web:*', 'StringLike')).replace('Theirs', 'Ours')
    const guarded = `{"Version":"2012-10-17","Statement":[${others} ,\n${ours}]}`
    const both = change(world(guarded, CLASSIC_SETTINGS)).after
    expect(both.replace('["repo:acme/web:*","repo:acme@77/web@4242:*"]', '"repo:acme/web:*"')).toBe(guarded)
    expect(migrationState(world(guarded, CLASSIC_SETTINGS)).notes).toEqual([
      expect.stringContaining('acme/api'),
    ])
  })

  it('opts in with the template as it stands, and undo opts out', () => {
    const [step] = planMigration(world(BOTH, CLASSIC_SETTINGS), { id: 'p' }).steps
    expect(step?.action).toEqual({
      kind: 'set-subject-form',
      repository: 'acme/web',
      claimKeys: null,
      before: false,
      after: true,
    })
    expect(step && inverse(step)).toMatchObject({
      kind: 'restore-subject-form',
      expected: true,
      restore: false,
    })
  })

  it('has no step where a run comes next, or nothing', () => {
    expect(planMigration(world(BOTH, IMMUTABLE_SETTINGS), { id: 'p' }).steps).toEqual([])
    expect(planMigration(world(trustOf(IMMUTABLE), IMMUTABLE_SETTINGS), { id: 'p' }).steps).toEqual([])
  })
})

describe('the immutable form of a subject', () => {
  it.each([
    ['repo:acme/web:ref:refs/heads/main', 'repo:acme@77/web@4242:ref:refs/heads/main'],
    ['repo:acme/web:*', 'repo:acme@77/web@4242:*'],
    ['job_workflow_ref:x:repo:acme/web', 'job_workflow_ref:x:repo:acme@77/web@4242'],
    ['repo:acme/web-site:*', null],
    ['repo:acme/*', null],
    ['repo:acme@77/web@4242:*', null],
  ])('%s', (value, form) => {
    expect(immutableForm(value, facts)).toBe(form)
  })

  it('leaves nothing to drop where only a wider pattern names the repository', () => {
    const wide = trustOf('repo:acme/*', 'StringLike')
    expect(trustingImmutable(wide, facts)).toMatchObject({ ok: true, document: wide })
  })
})
