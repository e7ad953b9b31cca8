import { ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { AccountId, Partition } from '../../../shared/domain/ids'
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
