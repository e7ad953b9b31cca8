import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { AwsClient, AwsGateway, MfaDevice } from '../aws-port'
import { readAlias, readIdentity } from './account'
import { acceptAgreement, readAgreement, readOffers } from './agreements'
import { iamChanges } from './changes'
import { signInOf } from './identity-center/sign-in'
import { observeAccount } from './observe-account'
import { readOrganization } from './organization'
import type { AwsEnvironment } from './profile-files'
import { listProfiles } from './profiles'
import { readProvider } from './providers'
import { readRegionOffer } from './region-models'
import { readRole } from './roles'
import { type AwsSession, openSession } from './session'
import { readSignIns } from './sign-in-events'
import { putUseCaseForm, readUseCaseForm } from './use-case-form'
import { readVerdicts } from './verdicts'
import { watchFiles } from './watch-files'

/** Gives the code of an MFA device, or throws `ExpectedFailure`. */
export type AskMfa = (device: MfaDevice) => Promise<string>

/** AWS as the machine is configured for it. Keys stay with the SDK's providers: none is logged, kept or returned. */
export function createAwsGateway(env: AwsEnvironment, askMfa: AskMfa = askNobody): AwsGateway {
  return {
    profiles: () => listProfiles(env),
    watch: (changed) => watchFiles(env, changed),
    client: (profile, region) => clientOf(once(() => openSession(env, profile, region, askMfa))),
    signIn: (profile) => signInOf(env, profile),
  }
}

function askNobody({ profile, device }: MfaDevice): Promise<string> {
  const sentence = `The AWS profile ${profile} needs a code of the MFA device ${device}, and nobody can be asked.`
  return Promise.reject(new ExpectedFailure(failure('credentials-expired', sentence)))
}

function clientOf(session: () => Promise<AwsSession>): AwsClient {
  return {
    ...iamChanges(session),
    identity: async () => readIdentity(await session()),
    alias: async () => readAlias(await session()),
    verdicts: async (issuerHosts) => readVerdicts(await session(), issuerHosts),
    organization: async () => readOrganization(await session()),
    observeAccount: async (wanted, signal, longSessions, issuerHosts) =>
      observeAccount(await session(), wanted, signal, longSessions, issuerHosts),
    regionModels: async (region, asked, signal) => readRegionOffer(await session(), region, asked, signal),
    offers: async (region, model) => readOffers(await session(), region, model),
    acceptAgreement: async (region, model) => acceptAgreement(await session(), region, model),
    agreement: async (region, model) => readAgreement(await session(), region, model),
    provider: async (issuerHost) => {
      const opened = await session()
      return readProvider(opened, await readIdentity(opened), issuerHost)
    },
    role: async (name) => readRole(await session(), name),
    useCaseForm: async () => readUseCaseForm(await session()),
    signIns: async (asked) => readSignIns(await session(), asked),
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
