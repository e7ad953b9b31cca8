import { ExpectedFailure, failure } from '../../../../shared/domain/failure'
import { chainOf } from '../../../../shared/domain/profile-chain'
import type { DeviceSignIn } from '../../aws-port'
import { endpointOf } from '../endpoints'
import { type AwsEnvironment, readSharedFiles } from '../profile-files'
import { beginSignIn } from './oidc'
import { ssoTargetOf } from './target'

/** Begins the sign-in that a profile, or the last of its chain, needs. Throws `invalid` where that is none of ours. */
export async function signInOf(env: AwsEnvironment, profile: string): Promise<DeviceSignIn> {
  const { sections } = await readSharedFiles(env)
  const end = chainOf(profile, sections).end ?? profile
  const target = ssoTargetOf(end, sections)
  if (target) {
    const endpoint = endpointOf('sso_oidc', env, sections[end] ?? {}, sections)
    return beginSignIn({ env, profile, target, endpoint })
  }
  const sentence = sections[end]?.login_session
    ? `The session of profile ${end} can be begun by the AWS CLI alone. Run aws login --profile ${end} in a terminal.`
    : `Profile ${profile} does not sign in with IAM Identity Center, or lacks sso_start_url or sso_region.`
  throw new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'profile' }))
}
