import { API_VERSIONS, type ApiVersion } from './context'
import { GithubFault } from './fault'

/** The version that `X-GitHub-Api-Version` asks for, by default the oldest; 400 for one that does not exist. */
export function apiVersion(asked: string | undefined): ApiVersion {
  if (asked === undefined) return API_VERSIONS[0]
  const version = API_VERSIONS.find((each) => each === asked)
  if (version) return version
  throw new GithubFault(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${asked}", is not a supported version. The following versions are currently supported: "${API_VERSIONS[1]}" (most recent), "${API_VERSIONS[0]}".`,
  )
}
