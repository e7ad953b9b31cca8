import { z } from 'zod'
import { AccountId, Instant, ModelId, Region, RepositoryName } from './ids'
import type { Application } from './journal'
import type { AccountObservation, ModelAvailability } from './observation'
import type { Step } from './plan'

/** What AWS still makes of something that Rolecall asked for. */
export const AccessWait = z.object({
  what: z.enum(['agreement', 'form']),
  repository: RepositoryName,
  account: AccountId,
  /** Where it shows; null for the form, which holds for the whole account. */
  region: Region.nullable(),
  model: ModelId.nullable(),
  since: Instant,
  /** AWS says that it takes up to fifteen minutes (field-notes §3). */
  until: Instant,
  /** Whether it takes longer than AWS says. */
  overdue: z.boolean(),
})
export type AccessWait = z.infer<typeof AccessWait>

const UP_TO = 15 * 60_000

/** What was asked for, done, and not taken back: where nothing has been heard of it since, it may be awaited. */
export interface AskedAccess
  extends Pick<AccessWait, 'what' | 'repository' | 'account' | 'region' | 'model'> {
  /** Milliseconds since the epoch. */
  at: number
}

/** Everything of which AWS may still be making something, by the journal; the latest asking counts. */
export function accessAsked(applications: readonly Application[]): AskedAccess[] {
  const asked = applications.flatMap(({ repository, plan, entries }) =>
    plan.steps.flatMap((step) => {
      const about = subjectOf(step)
      const done = entries.findLast(({ stepId }) => stepId === step.id)
      return about && done?.phase === 'done' ? [{ ...about, repository, at: Date.parse(done.at) }] : []
    }),
  )
  const latest = asked.sort((one, other) => other.at - one.at)
  return latest.filter((one, index) => latest.findIndex((other) => isSame(one, other)) === index)
}

/** What of it AWS has not finished yet, by what was last observed of the accounts. `now` in milliseconds since the epoch. */
export function accessWaits(
  asked: readonly AskedAccess[],
  accounts: readonly AccountObservation[],
  now: number,
): AccessWait[] {
  return asked
    .filter((one) => isOpen(one, accounts.find(({ account }) => account === one.account) ?? null, now))
    .map(({ at, ...about }) => ({
      ...about,
      since: new Date(at).toISOString(),
      until: new Date(at + UP_TO).toISOString(),
      overdue: now > at + UP_TO,
    }))
}

function subjectOf({ action }: Step): Omit<AskedAccess, 'at' | 'repository'> | null {
  if (action.kind === 'accept-agreement') {
    const { account, region, model } = action
    return { what: 'agreement', account, region, model }
  }
  if (action.kind !== 'submit-use-case-form') return null
  return { what: 'form', account: action.account, region: null, model: null }
}

function isSame(one: AskedAccess, other: AskedAccess): boolean {
  return one.what === other.what && one.account === other.account && one.model === other.model
}

/** Where AWS does not say how it stands, or has not been asked since, its own fifteen minutes count. */
function isOpen(asked: AskedAccess, account: AccountObservation | null, now: number): boolean {
  const inTime = now <= asked.at + UP_TO
  const seen = account && Date.parse(account.readAt) > asked.at ? seenOf(asked, account) : []
  if (seen.length === 0) return inTime
  return asked.what === 'agreement'
    ? seen.some(({ agreement }) => agreement === 'PENDING')
    : seen.some(({ entitled }) => !entitled)
}

function seenOf({ what, region, model }: AskedAccess, { regions }: AccountObservation): ModelAvailability[] {
  return regions
    .filter((one) => region === null || one.region === region)
    .flatMap(({ models }) => (models.known ? models.value.availability : []))
    .filter((one) => (what === 'agreement' ? one.model === model : one.model.startsWith('anthropic.')))
}
