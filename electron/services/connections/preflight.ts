import type { AwsPreflight, OrganizationForm, PinnedProfile } from '../../../shared/contract/connections'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { judgeFeatures } from '../../../shared/domain/preflight'
import type { AwsClient } from '../../clients/aws-port'

/** A connected profile, as far as a preflight needs it. */
export interface PreflightLine {
  pin: PinnedProfile
  client: AwsClient
}

/** What one connected profile may do. `others` are all connected profiles: one may be of the management account. */
export async function preflightOf(
  { pin, client }: PreflightLine,
  others: readonly PreflightLine[],
): Promise<AwsPreflight> {
  const { profile, account, partition } = pin
  const base = { profile, account, partition, features: [], organization: null, failure: null }
  try {
    const [verdicts, organization] = await Promise.all([
      client.verdicts(),
      formOfOrganization({ pin, client }, others),
    ])
    return { ...base, features: judgeFeatures(verdicts), organization }
  } catch (error) {
    if (error instanceof ExpectedFailure) return { ...base, failure: error.failure }
    throw error
  }
}

/** The form is sent once per account, or once by the organization's management account (field-notes §3). */
async function formOfOrganization(
  { pin, client }: PreflightLine,
  others: readonly PreflightLine[],
): Promise<OrganizationForm | null> {
  const organization = await client.organization()
  if (!organization) return null
  const { managementAccount: account } = organization
  const told = (coversForm: OrganizationForm['coversForm'], says: string): OrganizationForm => ({
    ...organization,
    coversForm,
    says,
  })
  const management = account === pin.account ? client : lineOf(account, others)
  if (!management) {
    return told(
      'unknown',
      `The form covers this account, too, if it was submitted in the management account ${account}. Connect a profile of that account to tell.`,
    )
  }
  const form = await formOf(management)
  if (form === null)
    return told('unknown', `The form of the management account ${account} could not be read.`)
  return form === 'submitted'
    ? told('yes', `The form was submitted in the management account ${account}, which covers this account.`)
    : told('no', `The form was not submitted in the management account ${account} either.`)
}

/** Null where it may not be read. */
function formOf({ useCaseForm: read }: AwsClient): Promise<'submitted' | 'missing' | null> {
  return read().catch((error: unknown) => {
    if (error instanceof ExpectedFailure) return null
    throw error
  })
}

function lineOf(account: string, others: readonly PreflightLine[]): AwsClient | null {
  return others.find(({ pin }) => pin.account === account)?.client ?? null
}
