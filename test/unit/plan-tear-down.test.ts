import { describe, expect, test } from 'vitest'
import { failure } from '../../shared/domain/failure'
import type { RoleObservation } from '../../shared/domain/observation'
import type { PlannableContext } from '../../shared/domain/plan-setup'
import { OWNER_TAG, planTearDown } from '../../shared/domain/plan-tear-down'
import { known, unread } from '../../shared/domain/reading'
import {
  account,
  CLASSIC,
  context,
  permissionsFor,
  repository,
  role,
  trustOf,
  VARIABLES,
  variable,
} from '../support/observations'

const OURS = { [OWNER_TAG]: 'acme/web' }
const PERMISSIONS = permissionsFor([])
const INLINE = [{ name: 'bedrock', arn: null, document: PERMISSIONS }]

function standing(
  ofRole: Partial<RoleObservation> | null,
  ofRepository: Parameters<typeof repository>[0] = {},
): PlannableContext {
  const roles = ofRole === null ? [] : [role({ tags: OURS, inlinePolicies: INLINE, ...ofRole })]
  return context({ observation: repository(ofRepository), account: account({ roles: known(roles) }) })
}

const planned = (world: PlannableContext) => planTearDown(world, 'plan-1')
const kindsOf = (world: PlannableContext) => planned(world).steps.map(({ kind }) => kind)
const leftOf = (world: PlannableContext) =>
  planned(world)
    .left?.map(({ says }) => says)
    .join('\n') ?? ''

describe('a role', () => {
  test('of ours goes after its policies, with all that its way back needs', () => {
    const stood = {
      path: '/ci/',
      description: 'Reviews of web.',
      tags: { ...OURS, team: 'web' },
      boundaryArn: 'arn:aws:iam::111122223333:policy/limit',
      maxSessionDuration: 7_200,
    }
    const { steps } = planned(standing(stood))
    const [policy, removal] = steps.filter(({ link }) => link === 'permissions' || link === 'trust')
    expect(policy?.action).toMatchObject({
      kind: 'delete-role-policy',
      policy: 'bedrock',
      before: PERMISSIONS,
    })
    expect(removal?.dependsOn).toEqual([policy?.id])
    expect(removal?.action).toMatchObject({
      kind: 'delete-role',
      path: '/ci/',
      description: 'Reviews of web.',
      tags: { ...OURS, team: 'web' },
      boundary: stood.boundaryArn,
      maxSessionDuration: 7_200,
    })
    expect(removal?.reversible).toBe(true)
  })

  test.each<[string, Partial<RoleObservation>, RegExp]>([
    ['that Rolecall did not make', { tags: {} }, /did not make it/],
    ['that was made for another repository', { tags: { [OWNER_TAG]: 'acme/api' } }, /made for acme\/api/],
    [
      'to which somebody attached a policy',
      { attachedPolicies: [{ name: 'Extra', arn: 'arn:aws:iam::aws:policy/Extra', document: '{}' }] },
      /attached the policy Extra/,
    ],
  ])('%s stays, and why is said', (_name, over, says) => {
    expect(kindsOf(standing(over))).not.toContain('delete-role')
    expect(leftOf(standing(over))).toMatch(says)
  })

  test('that others take, too, only trusts this repository no longer', () => {
    const both = JSON.stringify([CLASSIC, 'repo:acme/api:ref:refs/heads/main'])
    const trust = trustOf(CLASSIC).replace(`"${CLASSIC}"`, both)
    const { steps } = planned(standing({ trust }))
    const change = steps.find(({ kind }) => kind === 'update-trust')
    expect(change?.after).toContain('repo:acme/api:ref:refs/heads/main')
    expect(change?.after).not.toContain('acme/web')
    expect(leftOf(standing({ trust }))).toMatch(/stays with its permissions/)
  })

  test('that is gone already needs no step', () => {
    expect(kindsOf(standing(null))).toEqual(VARIABLES.map(() => 'delete-variable'))
  })
})

describe('values', () => {
  test('that hold what the setup wrote go; one with another meaning stays and is named', () => {
    const [first, ...others] = VARIABLES
    if (!first) throw new Error('There are no variables to begin with.')
    const changed = variable(first.name, 'something-else')
    const world = standing({}, { variables: known([changed, ...others]) })
    const removed = planned(world).steps.flatMap(({ action }) =>
      action.kind === 'delete-variable' ? [action.name] : [],
    )
    expect(removed.toSorted()).toEqual(others.map(({ name }) => name).toSorted())
    expect(leftOf(world)).toContain('It holds something-else')
  })

  test('of the organization are everybody’s', () => {
    const shared = VARIABLES.map((each) => ({ ...each, scope: { kind: 'organization' as const } }))
    expect(kindsOf(standing(null, { variables: known(shared) }))).toEqual([])
  })

  test('that could not be read are told instead of taken for none', () => {
    const why = failure('forbidden', 'The token may not read variables.')
    const { steps, conflicts, needed } = planned(standing(null, { variables: unread(why) }))
    expect(steps).toEqual([])
    expect(JSON.stringify([conflicts, needed])).toContain('may not read variables')
  })
})

test('an archived repository is left alone', () => {
  const { facts } = repository()
  const { steps, conflicts } = planned(standing({}, { facts: { ...facts, archived: true } }))
  expect([steps, conflicts.map(({ says }) => says).join()]).toEqual([[], expect.stringMatching(/archived/)])
})

test('what others of the account use is named as left', () => {
  expect(leftOf(standing({}))).toMatch(/OIDC provider stays.*workflow files stay/s)
})
