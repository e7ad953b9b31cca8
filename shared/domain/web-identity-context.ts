import type { ConditionContext } from './condition'

/**
 * Global keys that a call of `AssumeRoleWithWebIdentity` has not, since it is not signed: those of a principal with
 * an ARN, of temporary credentials, and of a service that calls for somebody (IAM user guide, global condition keys).
 */
const ABSENT =
  /^aws:(?:principal(?:arn|orgid|orgpaths|tag\/.*|isawsservice|servicename|servicenameslist)|username|tokenissuetime|multifactorauth(?:age|present)|sourceidentity|calledvia.*|source(?:arn|account|orgid|orgpaths))$/

/**
 * What a condition meets at STS beside the claims: `given` by key in lower case, the time (`now`, milliseconds of the
 * epoch), and that STS speaks TLS only. Null for a key that only the call itself will tell, such as `aws:SourceIp`.
 */
export function webIdentityContext(given: ReadonlyMap<string, string>, now: number): ConditionContext {
  const known = new Map([
    ['aws:currenttime', new Date(now).toISOString()],
    ['aws:epochtime', String(Math.floor(now / 1000))],
    ['aws:securetransport', 'true'],
    ['aws:viaawsservice', 'false'],
    ...given,
  ])
  return (key) => {
    const value = known.get(key)
    if (value !== undefined) return [value]
    return /^(?:aws|sts):/.test(key) && !ABSENT.test(key) ? null : undefined
  }
}
