import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { AccountId } from '../../../shared/domain/ids'
import type { AwsOrganization } from '../aws-port'
import { calling } from './errors'
import type { AwsSession } from './session'

/** The organization of the account; null where it is in none, or the profile may not see it. */
export async function readOrganization({
  organizations,
  profile,
}: AwsSession): Promise<AwsOrganization | null> {
  try {
    return await calling({ action: 'organizations:DescribeOrganization', profile }, async () => {
      const { Organization } = await organizations.send(new DescribeOrganizationCommand({}))
      const management = AccountId.safeParse(Organization?.MasterAccountId)
      return management.success && Organization?.Id
        ? { id: Organization.Id, managementAccount: management.data }
        : null
    })
  } catch (error) {
    /* `AWSOrganizationsNotInUse` comes as a refused input; both answers leave nothing to see. */
    const unseen =
      error instanceof ExpectedFailure && ['forbidden', 'invalid', 'not-found'].includes(error.failure.reason)
    if (unseen) return null
    throw error
  }
}
