import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { AccountId } from '../../../shared/domain/ids'
import type { AwsOrganization } from '../aws-port'
import { calling } from './errors'
import type { AwsSession } from './session'

/** What the service answers to an account without one (Organizations API, DescribeOrganization). */
const NOT_IN_USE = 'AWSOrganizationsNotInUse'

/** The organization of the account; `unseen` where the profile may not ask for it. */
export async function readOrganization({
  organizations,
  profile,
}: AwsSession): Promise<AwsOrganization | 'none' | 'unseen'> {
  try {
    return await calling({ action: 'organizations:DescribeOrganization', profile }, async () => {
      const { Organization } = await organizations.send(new DescribeOrganizationCommand({}))
      const management = AccountId.safeParse(Organization?.MasterAccountId)
      return management.success && Organization?.Id
        ? { id: Organization.Id, managementAccount: management.data }
        : 'unseen'
    })
  } catch (error) {
    if (!(error instanceof ExpectedFailure)) throw error
    const { code, reason } = error.failure
    if (code === NOT_IN_USE) return 'none'
    if (['forbidden', 'invalid', 'not-found'].includes(reason)) return 'unseen'
    throw error
  }
}
