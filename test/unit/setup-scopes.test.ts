import { describe, expect, it } from 'vitest'
import { inferSetup, widenedToJobs } from '../../shared/domain/infer-setup'
import type { SubjectSettings } from '../../shared/domain/observation'
import type { StepAction } from '../../shared/domain/plan'
import { type PlannableContext, planSetup } from '../../shared/domain/plan-setup'
import { parsePolicy } from '../../shared/domain/policy-document'
import { known } from '../../shared/domain/reading'
import { grantsOfScope } from '../../shared/domain/scope-grants'
import { Setup, type SubjectScope } from '../../shared/domain/setup'
import { evaluateTrust } from '../../shared/domain/trust-policy'
import { applied } from '../support/applied'
import {
  account,
  CLASSIC,
  context,
  IMMUTABLE_SETTINGS,
  PROVIDER_ARN,
  repository,
  role,
  setup,
  trustOf,
} from '../support/observations'

/*
 * What each scope trusts. Subjects as GitHub's OpenID Connect reference writes them; `job_workflow_ref` and the IDs by
 * the condition keys that the IAM user guide lists for GitHub.
 */

const { facts } = repository()
const DEFAULT: SubjectSettings = {
  useDefault: true,
  claimKeys: [],
  immutable: false,
  prefix: 'repo:acme/web',
}
const CALLED = 'octo/automation/.github/workflows/deploy.yml@refs/heads/main'
const WORKFLOW_SCOPE: SubjectScope = { kind: 'workflow', reference: CALLED }

function planned(world: PlannableContext) {
  return planSetup(world, { id: 'plan', form: null })
}

/** The trust of the role that a setup creates where none stands. */
function createdTrust(over: Partial<Setup>): string {
  const made = planned(context({ account: account({ roles: known([]) }), setup: setup(over) }))
  const action = made.steps.find(({ kind }) => kind === 'create-role')?.action
  if (action?.kind !== 'create-role') throw new Error('No role is created.')
  return action.trust
}

function admits(trust: string, claims: Record<string, string>): boolean {
  const parsed = parsePolicy(trust)
  const token = { repository_id: '4242', repository_owner_id: '77', aud: 'sts.amazonaws.com', ...claims }
  return parsed.ok && evaluateTrust(parsed.policy, { providerArn: PROVIDER_ARN, claims: token }).allowed
}

describe('the subjects of a scope', () => {
  const custom = (...claimKeys: string[]): SubjectSettings => ({ ...DEFAULT, useDefault: false, claimKeys })
  it.each<[SubjectScope, SubjectSettings, string[]]>([
    [{ kind: 'branch', name: 'release:1' }, DEFAULT, ['repo:acme/web:ref:refs/heads/release%3A1']],
    [{ kind: 'tag', name: 'v1' }, DEFAULT, ['repo:acme/web:ref:refs/tags/v1']],
    [{ kind: 'environment', name: 'Prod: EU' }, DEFAULT, ['repo:acme/web:environment:Prod%3A EU']],
    [{ kind: 'pull-request' }, DEFAULT, ['repo:acme/web:pull_request']],
    [{ kind: 'any' }, IMMUTABLE_SETTINGS, ['repo:acme@77/web@4242:*']],
    [{ kind: 'organization' }, DEFAULT, ['repo:acme/*']],
    [{ kind: 'organization' }, IMMUTABLE_SETTINGS, ['repo:acme@77/*']],
    [
      { kind: 'organization' },
      custom('repository_owner', 'environment'),
      ['repository_owner:acme:environment:*'],
    ],
    [{ kind: 'organization' }, custom('repo', 'job_workflow_ref'), ['repo:acme/*:job_workflow_ref:*']],
    [{ kind: 'organization' }, custom('job_workflow_ref'), []],
    [WORKFLOW_SCOPE, DEFAULT, ['repo:acme/web:*']],
    [WORKFLOW_SCOPE, custom('repository_id', 'context'), ['repository_id:4242:*']],
  ])('%j', (scope, settings, subjects) => {
    expect(grantsOfScope(scope, facts, settings, false).map(({ subject }) => subject)).toEqual(subjects)
  })
})

describe('a called workflow', () => {
  const main = { sub: CLASSIC }
  it('lets in jobs of the repository that call it, by any event, and no other job', () => {
    const trust = createdTrust({ scope: [WORKFLOW_SCOPE] })
    expect(admits(trust, { ...main, job_workflow_ref: CALLED })).toBe(true)
    expect(admits(trust, { sub: 'repo:acme/web:pull_request', job_workflow_ref: CALLED })).toBe(true)
    expect(admits(trust, main)).toBe(false)
    expect(admits(trust, { ...main, job_workflow_ref: `${CALLED}2` })).toBe(false)
    expect(admits(trust, { sub: 'repo:acme/api:ref:refs/heads/main', job_workflow_ref: CALLED })).toBe(false)
  })

  it('by a short ref is meant as a branch or a tag, and as nothing else', () => {
    const trust = createdTrust({
      scope: [{ kind: 'workflow', reference: 'octo/a/.github/workflows/x.yml@v1' }],
    })
    const called = (ref: string) =>
      admits(trust, { ...main, job_workflow_ref: `octo/a/.github/workflows/x.yml@${ref}` })
    expect([called('refs/tags/v1'), called('refs/heads/v1'), called('refs/tags/v10'), called('v1')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('is found again in what stands, and the plan then has nothing to do', () => {
    const trust = createdTrust({ scope: [WORKFLOW_SCOPE] })
    const roles = known([role({ trust })])
    const world = context({ account: account({ roles }) })
    const found = inferSetup(world.observation, [account({ roles })])
    expect(found?.scope).toContainEqual(WORKFLOW_SCOPE)
    expect(planned({ ...world, setup: setup({ scope: [WORKFLOW_SCOPE] }) }).steps).toEqual([])
  })
})

describe('the whole organization', () => {
  const WHOLE: SubjectScope[] = [{ kind: 'organization' }]
  it('is said to be wide in the plan, before it is applied', () => {
    const made = planned(context({ account: account({ roles: known([]) }), setup: setup({ scope: WHOLE }) }))
    const create = made.steps.find(({ kind }) => kind === 'create-role')
    expect(made.lints).toContainEqual({
      stepId: create?.id,
      level: 'high',
      rule: 'org-wide',
      says: expect.stringContaining('repo:acme/*'),
    })
  })

  it('lets its other repositories in, and nobody whose name looks alike', () => {
    const trust = createdTrust({ scope: WHOLE, byId: true })
    expect(admits(trust, { sub: 'repo:acme/api:ref:refs/heads/main', repository_id: '1' })).toBe(true)
    expect(admits(trust, { sub: 'repo:acme-evil/api:ref:refs/heads/main' })).toBe(false)
    expect(admits(trust, { sub: 'repo:acme/api:pull_request', repository_owner_id: '78' })).toBe(false)
  })

  it('needs no clause for the jobs of this one, and is not widened to them', () => {
    const stored = setup({ scope: WHOLE })
    expect(widenedToJobs(stored, repository())).toEqual(stored)
    expect(createdTrust({ scope: WHOLE })).not.toContain(CLASSIC)
  })
})

describe('conditions by ID', () => {
  it('keep out who gets the name next', () => {
    const trust = createdTrust({ byId: true })
    expect(admits(trust, { sub: CLASSIC })).toBe(true)
    expect(admits(trust, { sub: CLASSIC, repository_id: '5' })).toBe(false)
    expect(admits(trust, { sub: CLASSIC, repository_owner_id: '5' })).toBe(false)
  })

  it('are added to the clauses of ours that stand without them, whose other bytes stay', () => {
    const world = context({ setup: setup({ byId: true }) })
    const made = planned(world)
    const action = made.steps.find(({ kind }) => kind === 'update-trust')?.action as Extract<
      StepAction,
      { kind: 'update-trust' }
    >
    const [head, tail] = action.before.split(
      '"token.actions.githubusercontent.com:sub":"repo:acme/web:ref:refs/heads/main"',
    )
    expect(action.after.startsWith(`${head}`)).toBe(true)
    expect(action.after.endsWith(`${tail}`)).toBe(true)
    expect(admits(action.after, { sub: CLASSIC, repository_id: '5' })).toBe(false)
    expect(planned(applied(world, made)).steps).toEqual([])
  })

  it('are found again in what stands', () => {
    const roles = known([role({ trust: createdTrust({ byId: true }) })])
    expect(inferSetup(repository(), [account({ roles })])).toMatchObject({ byId: true })
    expect(inferSetup(repository(), [account()])).not.toHaveProperty('byId')
  })
})

describe('a setup that was stored before', () => {
  it('loads as it was', () => {
    const { byId: _later, ...before } = setup()
    expect(Setup.parse(JSON.parse(JSON.stringify(before)))).toEqual(before)
  })
})

describe('IAM’s quotas', () => {
  const full = JSON.parse(trustOf('repo:acme/api:ref:refs/heads/main'))
  const crowded = JSON.stringify({
    ...full,
    Statement: Array.from({ length: 6 }, (_, index) => ({ ...full.Statement[0], Sid: `Other${index}` })),
  })
  const world = (quota: number) =>
    context({
      account: account({
        roles: known([role({ trust: crowded })]),
        quotas: known({ trust: quota, inline: 10_240 }),
      }),
    })

  it('are watched before IAM refuses: the step is not planned, and the ways out are told', () => {
    const made = planned(world(2048))
    expect(made.steps.map(({ kind }) => kind)).not.toContain('update-trust')
    expect(made.conflicts).toEqual([
      {
        target: expect.stringContaining('role/'),
        says: expect.stringMatching(/^Blocked: .*2,048.*role of its own.*quota/s),
      },
    ])
  })

  it('count as the account has them', () => {
    expect(planned(world(4096))).toMatchObject({ conflicts: [], steps: [{ kind: 'update-trust' }] })
  })

  it('do not count white space', () => {
    const roles = known([role({ trust: JSON.stringify(JSON.parse(trustOf('repo:acme/api:*')), null, 300) })])
    expect(planned(context({ account: account({ roles }) }))).toMatchObject({ conflicts: [] })
  })
})
