import { ZodError } from 'zod'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'

/** The call that failed: the IAM action that it needs, and the profile that made it. */
export interface AwsCall {
  /** Such as `iam:CreateRole`. */
  action: string
  profile: string
}

/** What an error of an SDK or of the socket carries, apart from its text. */
interface Signs {
  /** The service's error code, without the `Exception` that some services append. */
  code: string
  status: number | null
  /** The service's own words: shown, never judged. */
  message: string
}

const EXPIRED = new Set([
  'AuthFailure',
  'CredentialsProviderError',
  'ExpiredToken',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidGrant',
  'MissingAuthenticationToken',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'Unauthorized',
  'UnrecognizedClient',
])
const FORBIDDEN = new Set(['AccessDenied', 'NotAuthorized', 'OptInRequired', 'UnauthorizedOperation'])
const THROTTLED = new Set(['RequestLimitExceeded', 'SlowDown', 'Throttled', 'Throttling', 'TooManyRequests'])
const MISSING = new Set(['NoSuchEntity', 'NotFound', 'ResourceNotFound'])
const CONFLICT = new Set(['Conflict', 'ConcurrentModification', 'DeleteConflict', 'EntityAlreadyExists'])
const INVALID = new Set([
  'InvalidInput',
  'InvalidParameterValue',
  'LimitExceeded',
  'MalformedPolicyDocument',
  'ServiceQuotaExceeded',
  'Validation',
  'ValidationError',
])
const SOCKET = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'EPROTO',
  'ETIMEDOUT',
  'TimeoutError',
])

/** Runs one call of an SDK; what may go wrong outside becomes an `ExpectedFailure`. */
export async function calling<T>(call: AwsCall, perform: () => Promise<T>): Promise<T> {
  try {
    return await perform()
  } catch (error) {
    throw awsFailure(error, call)
  }
}

/** Null where AWS says that the thing does not exist. */
export async function absentAsNull<T>(perform: () => Promise<T | null>): Promise<T | null> {
  try {
    return await perform()
  } catch (error) {
    if (error instanceof ExpectedFailure && error.failure.reason === 'not-found') return null
    throw error
  }
}

/** The one place where errors of AWS get their meaning. An abort and a bug are handed back as they are. */
export function awsFailure(error: unknown, call: AwsCall): unknown {
  if (error instanceof ExpectedFailure) return error
  if (isUnintelligible(error)) return new ExpectedFailure(unintelligible(call), { cause: error })
  const signs = signsOf(error)
  if (!signs) return error
  const meaning = byCode(signs, call) ?? byStatus(signs, call)
  return meaning ? new ExpectedFailure(meaning, { cause: error }) : error
}

/* A proxy's page or another server altogether: the SDK cannot parse it, or finds nothing of what it looks for. */
function isUnintelligible(error: unknown): boolean {
  return error instanceof ZodError || error instanceof SyntaxError
}

/** What to say of an answer that has not the form of AWS's. */
export function unintelligible({ action }: Pick<AwsCall, 'action'>): Failure {
  return failure(
    'upstream',
    `What came back when AWS was asked for ${action} is not AWS’s. Check AWS_ENDPOINT_URL and the proxy.`,
  )
}

function byCode(signs: Signs, call: AwsCall): Failure | null {
  const { code } = signs
  if (EXPIRED.has(code)) return credentialsExpired(call, code)
  if (FORBIDDEN.has(code)) return forbidden(call, code)
  if (THROTTLED.has(code)) return throttled(code)
  if (MISSING.has(code)) return missing(signs)
  if (CONFLICT.has(code)) return inTheWay(signs)
  if (INVALID.has(code)) return refused(signs, call)
  return isSocket(code) ? offline(code) : null
}

function byStatus(signs: Signs, call: AwsCall): Failure | null {
  const { code, status } = signs
  if (status === null) return null
  /* The call went well, and then its answer could not be read. */
  if (status < 300) return unintelligible(call)
  if (status === 401) return credentialsExpired(call, code)
  if (status === 403) return forbidden(call, code)
  if (status === 404) return missing(signs)
  if (status === 409) return inTheWay(signs)
  if (status === 429) return throttled(code)
  return status >= 500 ? brokenUpstream(signs, call) : refused(signs, call)
}

function isSocket(code: string): boolean {
  return SOCKET.has(code) || code.includes('CERT')
}

function missing({ code, message }: Signs): Failure {
  return failure('not-found', `AWS has no such object: ${message}`, { kind: 'retry' }, code)
}

function inTheWay({ code, message }: Signs): Failure {
  return failure('conflict', `Something in AWS is in the way: ${message}`, { kind: 'replan' }, code)
}

function refused({ code, message }: Signs, { action }: AwsCall): Failure {
  const recovery = { kind: 'correct-input' as const, field: null }
  return failure('invalid', `AWS refused ${action}: ${message}`, recovery, code)
}

function brokenUpstream({ code, status }: Signs, { action }: AwsCall): Failure {
  const sentence = `AWS could not answer ${action} (status ${status}). Try again.`
  return failure('upstream', sentence, { kind: 'retry' }, code)
}

function credentialsExpired({ profile }: AwsCall, code: string): Failure {
  return failure(
    'credentials-expired',
    `The credentials of the AWS profile ${profile} are missing, expired or not valid. Sign in again with that profile.`,
    { kind: 'connect-aws', profile },
    code,
  )
}

function forbidden({ action, profile }: AwsCall, code: string): Failure {
  return failure(
    'forbidden',
    `The AWS profile ${profile} may not call ${action}. Ask an administrator of the account for that permission.`,
    { kind: 'ask-administrator', permission: action },
    code,
  )
}

function throttled(code: string): Failure {
  return failure(
    'throttled',
    'AWS asks to slow down. Try again in a minute.',
    { kind: 'wait', until: null },
    code,
  )
}

function offline(code: string): Failure {
  return failure(
    'offline',
    'AWS cannot be reached. Check the network, a proxy, or AWS_ENDPOINT_URL, and try again.',
    { kind: 'retry' },
    code,
  )
}

function signsOf(error: unknown): Signs | null {
  if (!(error instanceof Error) || error.name === 'AbortError') return null
  const socketCode = 'code' in error && typeof error.code === 'string' ? error.code : null
  if (socketCode !== null && isSocket(socketCode)) {
    return { code: socketCode, status: null, message: '' }
  }
  const status = statusOf(error)
  const code = error.name.replace(/Exception$/, '')
  const known = status !== null || EXPIRED.has(code) || SOCKET.has(code)
  return known ? { code, status, message: error.message } : null
}

function statusOf(error: Error): number | null {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return null
  const { $metadata: metadata } = error
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : null
}
