import { observeChain } from '../../../shared/domain/chain'
import type { Chain } from '../../../shared/domain/finding'
import type { AccountObservation, RepositoryObservation } from '../../../shared/domain/observation'
import type { ChainContext } from '../../../shared/domain/picture'

interface Judged {
  account: AccountObservation | null
  premises: string
  chain: Chain
}

/** Observations are never changed: a reading makes new ones, and what was judged of the old ones goes with them. */
const JUDGED = new WeakMap<RepositoryObservation, Judged>()

/* Rules that look at the clock count in days. */
const HOUR = 3_600_000

/** The chain of a context. It is judged again only where something that it is judged from has changed. */
export function judgedChain(context: ChainContext): Chain {
  const { observation, account, accountFailure, setup, now } = context
  const premises = JSON.stringify([setup, accountFailure, Math.floor(now / HOUR)])
  const before = JUDGED.get(observation)
  if (before?.account === account && before.premises === premises) return before.chain
  const chain = observeChain(context)
  JUDGED.set(observation, { account, premises, chain })
  return chain
}
