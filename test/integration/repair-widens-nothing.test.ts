import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AwsRole } from '../../electron/sandbox/aws/aws-world'
import { subjectPrefix } from '../../electron/sandbox/github/routes/subject'
import type { Plan } from '../../shared/domain/plan'
import { MODEL_MUTATIONS } from '../support/verdict/model-mutations'
import { type MutatedFleet, openMutatedFleet } from '../support/verdict/mutated-fleet'
import type { Mutation } from '../support/verdict/mutation'
import { PERMISSION_MUTATIONS } from '../support/verdict/permission-mutations'
import { gained, type Reach, reachOf } from '../support/verdict/reach'
import { TRUST_MUTATIONS } from '../support/verdict/trust-mutations'
import { VARIABLE_MUTATIONS } from '../support/verdict/variable-mutations'
import { WORKFLOW_MUTATIONS } from '../support/verdict/workflow-mutations'

/* What a plan does to a repository that is broken in one way: the run becomes green, and nobody else gets in. */

const ALL = [
  ...TRUST_MUTATIONS,
  ...PERMISSION_MUTATIONS,
  ...VARIABLE_MUTATIONS,
  ...WORKFLOW_MUTATIONS,
  ...MODEL_MUTATIONS,
]

function named(is: string): Mutation {
  const found = ALL.find((one) => one.is === is)
  if (!found) throw new Error(`There is no mutation “${is}”.`)
  return found
}

const MAIN = 'ref:refs/heads/main'
/** What breaks it, and the contexts of the repository that its role trusts afterwards and did not before. */
const MENDED = (
  [
    ['only another branch', [MAIN]],
    ['StringEquals with a wildcard', [MAIN]],
    ['another audience', [MAIN]],
    ['another repository’s ID', [MAIN]],
    ['another account’s provider', [MAIN]],
    ['an immutable subject, by name', [MAIN]],
    ['an environment that the role does not trust', ['environment:production']],
    ['the profile alone', []],
    ['another model', []],
    ['only in the calling region', []],
    ['no AWS_REGION', []],
    ['a model that only a profile calls', []],
    ['permissions: {}', []],
    ['no workflow_dispatch', []],
    ['a called file that has no token', []],
  ] as const
).map(([is, contexts]) => ({ is, contexts, mutation: named(is) }))

/** What hangs on a run, or is somebody’s express will, is left as it is. */
const LEFT = [
  'another actor',
  'a Deny of this actor',
  'a Deny of this subject',
  'from some addresses',
  'a Deny of one destination',
  'a Deny from other addresses',
  'a boundary that allows something else',
].map((is) => ({ is, mutation: named(is) }))

interface Repaired {
  plan: Plan
  again: Plan
  before: AwsRole
  after: AwsRole
  prefix: string
}

let fleet: MutatedFleet
const repaired = new Map<Mutation, Repaired>()

beforeAll(async () => {
  fleet = await openMutatedFleet([...MENDED, ...LEFT].map(({ mutation }) => mutation))
  for (const { mutation } of [...MENDED, ...LEFT]) repaired.set(mutation, await repair(mutation))
}, 180_000)
afterAll(() => fleet.close())

async function repair(mutation: Mutation): Promise<Repaired> {
  const repository = fleet.repositoryOf(mutation)
  const standing = fleet.world.github.repositories.find((one) => `${one.owner}/${one.name}` === repository)
  if (!standing) throw new Error(`There is no ${repository}.`)
  const role = () => structuredClone(roleOf(repository))
  const before = role()
  const plan = await fleet.client.setup.plan({ repository, setup: null, form: null })
  if (plan.steps.length > 0) {
    for await (const event of await fleet.client.setup.apply({ planId: plan.id, exclude: [] })) {
      if (event.kind === 'ended') expect(event.failure).toBeNull()
    }
  }
  const again = await fleet.client.setup.plan({ repository, setup: null, form: null })
  return { plan, again, before, after: role(), prefix: subjectPrefix(fleet.world.github, standing) }
}

function roleOf(repository: string): AwsRole {
  const [, name = ''] = repository.split('/')
  const roles = Object.values(fleet.world.aws.accounts).flatMap((account) => account.roles)
  const found = roles.find((role) => role.name === `github-bedrock-${name.toLowerCase()}`)
  if (!found) throw new Error(`There is no role for ${repository}.`)
  return found
}

function repairedOf(mutation: Mutation): Repaired {
  const found = repaired.get(mutation)
  if (!found) throw new Error(`${mutation.is} was not repaired.`)
  return found
}

function gain({ before, after, prefix }: Repaired): Reach {
  return gained(reachOf(before, prefix), reachOf(after, prefix))
}

describe('what a plan mends', () => {
  test('every run is green afterwards', async () => {
    const ends = await fleet.dispatch(MENDED.map(({ mutation }) => mutation))
    const failed = MENDED.filter((_, index) => ends[index] !== 'success').map(({ is }) => is)
    expect(failed).toEqual([])
  })

  test.each(MENDED)('$is: nothing is left to do', ({ mutation }) => {
    const { plan, again } = repairedOf(mutation)
    expect(plan.steps).not.toEqual([])
    expect(again).toMatchObject({ steps: [], conflicts: [], needed: [] })
  })

  test.each(MENDED)('$is: nobody else gets in, and no other call', ({ mutation, contexts }) => {
    const found = repairedOf(mutation)
    expect(gain(found)).toEqual({
      subjects: contexts.map((context) => `${found.prefix}:${context}`),
      calls: [],
    })
  })
})

describe('what a plan leaves alone', () => {
  test.each(LEFT)('$is', ({ mutation }) => {
    const { plan, before, after } = repairedOf(mutation)
    expect(plan.steps).toEqual([])
    expect(after).toMatchObject({ trust: before.trust, inlinePolicies: before.inlinePolicies })
  })
})
