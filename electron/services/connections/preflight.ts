import type { AwsPreflight, OrganizationForm, PinnedProfile } from '../../../shared/contract/connections'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { sayCoverage } from '../../../shared/domain/form-coverage'
import { judgeFeatures } from '../../../shared/domain/preflight'
import type { AwsClient } from '../../clients/aws-port'
import { formCoverage } from './organization-form'

/** A connected profile, as far as a preflight needs it. */
export interface PreflightLine {
  pin: PinnedProfile
  client: AwsClient
}

/** What one connected profile may do. `others` are all connected profiles: one may be of the management account. */
export async function preflightOf(
  { pin, client }: PreflightLine,
  others: readonly PreflightLine[],
  issuerHosts: readonly string[],
): Promise<AwsPreflight> {
  const { profile, account, partition } = pin
  const base = { profile, account, partition, features: [], organization: null, failure: null }
  try {
    const [verdicts, organization] = await Promise.all([
      client.verdicts(issuerHosts),
      formOfOrganization({ pin, client }, others),
    ])
    return { ...base, features: judgeFeatures(verdicts), organization }
  } catch (error) {
    if (error instanceof ExpectedFailure) return { ...base, failure: error.failure }
    throw error
  }
}

/** Null where there is no organization to be seen. */
async function formOfOrganization(
  line: PreflightLine,
  others: readonly PreflightLine[],
): Promise<OrganizationForm | null> {
  const coverage = await formCoverage(line, others)
  if (coverage.kind !== 'member') return null
  const { organization: id, managementAccount, form } = coverage
  const coversForm = form === 'submitted' ? 'yes' : form === 'missing' ? 'no' : 'unknown'
  return { id, managementAccount, coversForm, says: sayCoverage(coverage) }
}
