import type { PinnedProfile } from '../../../shared/contract/connections'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type { FormCoverage } from '../../../shared/domain/form-coverage'
import type { AccountObservation } from '../../../shared/domain/observation'
import type { AwsClient } from '../../clients/aws-port'

/** A connected profile, as far as the form of its organization needs it. */
interface Line {
  pin: PinnedProfile
  client: Pick<AwsClient, 'organization' | 'useCaseForm'>
}

/** Whether the organization’s form covers an account. `others` are all connected profiles: one may be of the management account. */
export async function formCoverage({ pin, client }: Line, others: readonly Line[]): Promise<FormCoverage> {
  const seen = await client.organization()
  if (seen === 'none' || seen === 'unseen') return { kind: seen }
  const { id: organization, managementAccount } = seen
  const own = managementAccount === pin.account ? client : null
  const management = own ?? others.find((other) => other.pin.account === managementAccount)?.client
  const form = management ? await formOf(management) : 'unconnected'
  return { kind: 'member', organization, managementAccount, form }
}

/** What was read of an account, with the organization’s form where its own is missing. */
export async function withCoverage(
  observation: AccountObservation,
  line: Line,
  others: readonly Line[],
): Promise<AccountObservation> {
  const { useCaseForm } = observation
  if (!useCaseForm.known || useCaseForm.value === 'submitted') return observation
  try {
    return { ...observation, formCoverage: await formCoverage(line, others) }
  } catch (error) {
    if (!(error instanceof ExpectedFailure)) throw error
    return { ...observation, formCoverage: { kind: 'unseen' } }
  }
}

async function formOf({ useCaseForm: read }: Line['client']): Promise<'submitted' | 'missing' | 'unread'> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ExpectedFailure) return 'unread'
    throw error
  }
}
