import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { Region } from '../../../shared/domain/ids'
import type { Sections } from '../../../shared/domain/profile'
import { awsFailure } from './errors'
import type { AwsEnvironment } from './profile-files'
import { signInsOf } from './sign-ins'

/** The profile that wanted credentials, and the one at the end of its chain that has the session. */
interface LoginReach {
  env: AwsEnvironment
  sections: Sections
  profile: string
  source: string
}

/** What a client of the SDK sends its requests by. */
interface Handler {
  handle(...asked: unknown[]): Promise<{ response: { statusCode: number } }>
}

const PATIENCE = { connectionTimeout: 10_000, requestTimeout: 20_000, throwOnRequestTimeout: true }

/** Watches how the SDK renews a session of `aws login`: what it throws does not tell a refusal from a lost network. */
export class LoginRenewal {
  private status: number | null = null
  private broke: unknown = null

  /** What the SDK’s client of AWS Sign-In is made with; null is AWS’s own address. */
  clientConfig(region: Region, endpoint: string | null): object {
    return {
      region,
      requestHandler: PATIENCE,
      ignoreConfiguredEndpointUrls: true,
      extensions: [{ configure: ({ httpHandler }: { httpHandler(): Handler }) => this.watch(httpHandler()) }],
      ...(endpoint ? { endpoint } : {}),
    }
  }

  /** Why there are no credentials. */
  async lack(reach: LoginReach, error: Error): Promise<unknown> {
    if (this.broke !== null) {
      const offline = awsFailure(this.broke, { action: 'signin:CreateOAuth2Token', profile: reach.profile })
      if (offline instanceof ExpectedFailure) return offline
    }
    const told = this.unavailable(reach) ?? (await standing(reach, error.name))
    return new ExpectedFailure(told, { cause: error })
  }

  private unavailable({ source }: LoginReach): Failure | null {
    const { status } = this
    if (status === null || (status < 500 && status !== 429)) return null
    const sentence = `AWS could not renew the session of the AWS profile ${source} now (status ${status}). Try again in a minute.`
    return failure('upstream', sentence, { kind: 'retry' }, String(status))
  }

  private watch(handler: Handler): void {
    const handle = handler.handle.bind(handler)
    handler.handle = async (...asked) => {
      try {
        const answer = await handle(...asked)
        this.status = answer.response.statusCode
        this.broke = null
        return answer
      } catch (error) {
        this.broke = error
        throw error
      }
    }
  }
}

/** Whether a session was ever begun, and with which command one is. */
async function standing({ env, sections, profile, source }: LoginReach, code: string): Promise<Failure> {
  const session = await signInsOf(env, sections).of(source)
  const says =
    session?.expiresAt == null
      ? `The AWS profile ${source} uses aws login, and no session of it was begun on this machine. Only the AWS CLI can begin one`
      : `The session of the AWS profile ${source} has ended, and AWS renews it no more. Only the AWS CLI can begin a new one`
  const sentence = `${says}: run aws login --profile ${source}, then try again.`
  return failure('credentials-expired', sentence, { kind: 'connect-aws', profile }, code)
}
