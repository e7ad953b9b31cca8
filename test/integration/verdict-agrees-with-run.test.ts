import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chain, LINKS } from '../../shared/domain/finding'
import { MODEL_MUTATIONS } from '../support/verdict/model-mutations'
import { forecastOf, type MutatedFleet, openMutatedFleet } from '../support/verdict/mutated-fleet'
import type { Mutation } from '../support/verdict/mutation'
import { PERMISSION_MUTATIONS } from '../support/verdict/permission-mutations'
import { TRUST_MUTATIONS } from '../support/verdict/trust-mutations'
import { VARIABLE_MUTATIONS } from '../support/verdict/variable-mutations'
import { WORKFLOW_MUTATIONS } from '../support/verdict/workflow-mutations'

/*
 * A healthy repository, changed in one way at a time. Each row says what the documents of AWS and GitHub say of it; the
 * chain must say the same, and a run that is dispatched in the sandbox must come to the end that the chain foretells.
 */

const TABLES = {
  'a trust policy': TRUST_MUTATIONS,
  'a permission policy': PERMISSION_MUTATIONS,
  'a variable': VARIABLE_MUTATIONS,
  'a workflow': WORKFLOW_MUTATIONS,
  'a model or an account': MODEL_MUTATIONS,
}
const ALL = Object.values(TABLES).flat()

let fleet: MutatedFleet
const seen = new Map<Mutation, { chain: Chain; end: string }>()

beforeAll(async () => {
  fleet = await openMutatedFleet(ALL)
  await fleet.client.fleet.observe({ repositories: null })
  const views = await Promise.all(
    ALL.map((one) => fleet.client.fleet.repository({ repository: fleet.repositoryOf(one), fresh: false })),
  )
  const ends = await fleet.dispatch(ALL)
  for (const [index, mutation] of ALL.entries()) {
    const [view, end] = [views[index], ends[index]]
    if (view && end) seen.set(mutation, { chain: view.chain, end })
  }
}, 180_000)
afterAll(() => fleet.close())

function seenOf(mutation: Mutation) {
  const found = seen.get(mutation)
  if (!found) throw new Error(`${mutation.is} was not seen.`)
  return found
}

/** The links that are not ok, without the last run: the repositories begin with none. */
function differing({ links }: Chain): string[] {
  return LINKS.filter((link) => link !== 'lastRun' && links[link].status !== 'ok').map(
    (link) => `${link}: ${links[link].status}`,
  )
}

describe.each(Object.entries(TABLES))('changing %s', (_, mutations) => {
  test.each(mutations)('$is: the run ends as the documents say', (mutation) => {
    expect(seenOf(mutation).end).toBe(mutation.run)
  })

  test.each(mutations.filter(({ tells }) => tells !== null))('$is: its link tells', (mutation) => {
    const { link = 'trust', status = 'drift' } = mutation.tells ?? {}
    expect(differing(seenOf(mutation).chain)).toContain(`${link}: ${status}`)
  })

  test.each(mutations.filter(({ tells }) => tells === null))('$is: every link is ok', (mutation) => {
    expect(differing(seenOf(mutation).chain)).toEqual([])
  })

  // GitHub’s refusal of a dispatch is no run: what one would have come to is not known.
  const ran = mutations.filter(({ run }) => run !== 'refused')
  test.each(ran)('$is: what the chain foretells is what happens', (mutation) => {
    const { chain, end } = seenOf(mutation)
    const happened = end === 'success' ? 'succeeds' : 'fails'
    expect(mutation.tells?.status === 'unknown' ? [happened, 'unknown'] : [happened]).toContain(
      forecastOf(chain),
    )
  })
})
