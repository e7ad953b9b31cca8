import type { AwsClient, AwsGateway } from '../aws-port'
import { readAlias, readIdentity } from './account'
import { iamChanges } from './changes'
import { observeAccount } from './observe-account'
import { type AwsEnvironment, listProfiles } from './profiles'
import { readProvider } from './providers'
import { readRole } from './roles'
import { type AwsSession, openSession } from './session'
import { putUseCaseForm, readUseCaseForm } from './use-case-form'

/** AWS as the machine is configured for it. Keys stay with the SDK's providers: none is logged, kept or returned. */
export function createAwsGateway(env: AwsEnvironment): AwsGateway {
  return {
    profiles: () => listProfiles(env),
    client: (profile, region) => clientOf(once(() => openSession(env, profile, region))),
  }
}

function clientOf(session: () => Promise<AwsSession>): AwsClient {
  return {
    ...iamChanges(session),
    identity: async () => readIdentity(await session()),
    alias: async () => readAlias(await session()),
    observeAccount: async (wanted, signal) => observeAccount(await session(), wanted, signal),
    provider: async (issuerHost) => {
      const opened = await session()
      return readProvider(opened, await readIdentity(opened), issuerHost)
    },
    role: async (name) => readRole(await session(), name),
    useCaseForm: async () => readUseCaseForm(await session()),
    submitUseCaseForm: async (form) => putUseCaseForm(await session(), form),
  }
}

/** Opens on first use and keeps what was opened; a failed attempt is made again. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }
}
