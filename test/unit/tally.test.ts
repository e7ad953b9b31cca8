import { expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import { known } from '../../shared/domain/reading'
import { tally } from '../../shared/domain/tally'
import { account, context, IMMUTABLE_SETTINGS, repository } from '../support/observations'

it('counts each repository once, at the first link that breaks', () => {
  const chains = [
    context(),
    context({ observation: repository({ subject: known(IMMUTABLE_SETTINGS) }) }),
    context({
      observation: repository({ subject: known(IMMUTABLE_SETTINGS) }),
      account: account({ useCaseForm: known('missing') }),
    }),
    context({ account: account({ provider: known(null) }) }),
    context({ observation: repository({ runs: known([]) }) }),
  ].map(observeChain)
  expect(tally(chains)).toEqual({
    total: 5,
    states: { working: 1, unproven: 1, attention: 0, broken: 3, unknown: 0, 'not-set-up': 0, archived: 0 },
    brokenAt: {
      provider: 1,
      trust: 2,
      permissions: 0,
      modelAccess: 0,
      variables: 0,
      workflow: 0,
      lastRun: 0,
    },
  })
})
