import { API_VERSIONS, type ApiVersion, type Edition } from './context'
import { GithubFault } from './fault'

/** The version that `X-GitHub-Api-Version` asks for, by default the oldest; 400 for one that the edition does not have. */
export function apiVersion(asked: string | undefined, edition: Edition): ApiVersion {
  if (asked === undefined) return API_VERSIONS[0]
  const served = edition === 'server' ? API_VERSIONS.slice(0, 1) : API_VERSIONS
  const version = served.find((each) => each === asked)
  if (version) return version
  const named = served.map((each, at) => `"${each}"${at === 1 ? ' (most recent)' : ''}`).reverse()
  throw new GithubFault(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${asked}", is not a supported version. The following versions are currently supported: ${named.join(', ')}.`,
  )
}
