import { GetAccountSummaryCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { AccountId, Partition } from '../../../shared/domain/ids'
import type { PolicyQuotas } from '../../../shared/domain/observation'
import { PUBLISHED_QUOTAS } from '../../../shared/domain/policy-quota'
import type { AwsIdentity } from '../aws-port'
import { calling } from './errors'
import type { AwsSession } from './session'

/** Who the profile's credentials are; needs no permission. */
export function readIdentity(session: AwsSession, signal?: AbortSignal): Promise<AwsIdentity> {
  return calling({ action: 'sts:GetCallerIdentity', profile: session.profile }, async () => {
    const { Account, Arn = '' } = await session.sts.send(new GetCallerIdentityCommand({}), {
      ...(signal ? { abortSignal: signal } : {}),
    })
    return {
      account: AccountId.parse(Account),
      arn: Arn,
      partition: Partition.parse(Arn.split(':')[1]),
    }
  })
}

/** The account's alias; null where it has none. */
export function readAlias(session: AwsSession, signal?: AbortSignal): Promise<string | null> {
  return calling({ action: 'iam:ListAccountAliases', profile: session.profile }, async () => {
    const { AccountAliases } = await session.iam.send(new ListAccountAliasesCommand({}), {
      ...(signal ? { abortSignal: signal } : {}),
    })
    return AccountAliases?.[0] ?? null
  })
}

/** The quotas that policies are measured by; those that AWS publishes where the summary leaves one out. */
export function readQuotas(session: AwsSession, signal?: AbortSignal): Promise<PolicyQuotas> {
  return calling({ action: 'iam:GetAccountSummary', profile: session.profile }, async () => {
    const { SummaryMap = {} } = await session.iam.send(new GetAccountSummaryCommand({}), {
      ...(signal ? { abortSignal: signal } : {}),
    })
    return {
      trust: SummaryMap.AssumeRolePolicySizeQuota ?? PUBLISHED_QUOTAS.trust,
      inline: SummaryMap.RolePolicySizeQuota ?? PUBLISHED_QUOTAS.inline,
    }
  })
}
