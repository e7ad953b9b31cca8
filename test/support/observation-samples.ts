import { failure } from '../../shared/domain/failure'
import { AccountObservation } from '../../shared/domain/observation'
import { unread } from '../../shared/domain/reading'

/** An account of which one part could not be read. */
export const ACCOUNT_SEEN = AccountObservation.parse({
  readAt: '2026-11-20T12:00:00.000Z',
  account: '111122223333',
  partition: 'aws',
  alias: 'acme-production',
  provider: { known: true, value: null },
  roles: unread(failure('forbidden', 'This profile may not list roles.')),
  useCaseForm: { known: true, value: 'submitted' },
  regions: [],
})
