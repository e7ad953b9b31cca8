import type { AwsProfile } from '../../shared/contract/connections'
import type { AccountId, ModelId, Partition, Region, RoleName } from '../../shared/domain/ids'
import type { AccountObservation, OidcProvider, RoleObservation } from '../../shared/domain/observation'
import type { UseCaseForm } from '../../shared/domain/setup'

/*
 * What services ask of the clouds. Every method throws `ExpectedFailure` for what may go wrong outside,
 * and honours the signal where it takes one.
 */

export interface AwsIdentity {
  account: AccountId
  arn: string
  partition: Partition
}

/** One AWS profile. Mutations resolve when AWS has accepted them; eventual consistency is the caller's to wait for. */
export interface AwsClient {
  identity(): Promise<AwsIdentity>
  alias(): Promise<string | null>
  /** One role pagination; models of each wanted region. A part that fails becomes an unread reading. */
  observeAccount(
    wanted: { region: Region; models: ModelId[] }[],
    signal?: AbortSignal,
  ): Promise<AccountObservation>
  provider(issuerHost: string): Promise<OidcProvider | null>
  createProvider(url: string, clientIds: string[]): Promise<string>
  addAudience(providerArn: string, clientId: string): Promise<void>
  removeAudience(providerArn: string, clientId: string): Promise<void>
  deleteProvider(providerArn: string): Promise<void>
  role(name: RoleName): Promise<RoleObservation | null>
  createRole(input: {
    name: RoleName
    path: string
    trust: string
    description: string
    tags: Record<string, string>
  }): Promise<string>
  deleteRole(name: RoleName): Promise<void>
  updateTrust(name: RoleName, document: string): Promise<void>
  putRolePolicy(name: RoleName, policy: string, document: string): Promise<void>
  deleteRolePolicy(name: RoleName, policy: string): Promise<void>
  useCaseForm(): Promise<'submitted' | 'missing'>
  submitUseCaseForm(form: UseCaseForm): Promise<void>
}

/** Profiles of the machine, and a client for one of them. */
export interface AwsGateway {
  profiles(): Promise<AwsProfile[]>
  client(profile: string, region: Region | null): AwsClient
}
