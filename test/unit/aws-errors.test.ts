import { expect, test } from 'vitest'
import { awsFailure } from '../../electron/clients/aws/errors'
import { ExpectedFailure, failure } from '../../shared/domain/failure'

const CALL = { action: 'iam:CreateRole', profile: 'work' }

/** An error as an SDK throws it: a name, a status, and a text that no rule may look at. */
function serviceError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('text of the service'), { name, $metadata: { httpStatusCode } })
}

function reasonOf(error: unknown): string | null {
  const result = awsFailure(error, CALL)
  return result instanceof ExpectedFailure ? result.failure.reason : null
}

test.each([
  ['AccessDenied', 403, 'forbidden'],
  ['AccessDeniedException', 403, 'forbidden'],
  ['SomethingNew', 403, 'forbidden'],
  ['ExpiredToken', 403, 'credentials-expired'],
  ['ExpiredTokenException', 400, 'credentials-expired'],
  ['InvalidClientTokenId', 403, 'credentials-expired'],
  ['UnrecognizedClientException', 403, 'credentials-expired'],
  ['SignatureDoesNotMatch', 403, 'credentials-expired'],
  ['Throttling', 400, 'throttled'],
  ['ThrottlingException', 429, 'throttled'],
  ['TooManyRequestsException', 429, 'throttled'],
  ['NoSuchEntityException', 404, 'not-found'],
  ['ResourceNotFoundException', 404, 'not-found'],
  ['EntityAlreadyExistsException', 409, 'conflict'],
  ['DeleteConflictException', 409, 'conflict'],
  ['ConcurrentModificationException', 409, 'conflict'],
  ['LimitExceededException', 409, 'invalid'],
  ['MalformedPolicyDocumentException', 400, 'invalid'],
  ['ValidationError', 400, 'invalid'],
  ['ValidationException', 400, 'invalid'],
  ['ServiceFailureException', 500, 'upstream'],
  ['InternalServerException', 503, 'upstream'],
])('%s (%i) is %s', (name, status, reason) => {
  expect(reasonOf(serviceError(name, status))).toBe(reason)
})

test.each(['CredentialsProviderError', 'TokenProviderError'])('%s asks to connect the profile', (name) => {
  const result = awsFailure(Object.assign(new Error('no'), { name }), CALL)
  expect(result).toMatchObject({
    failure: { reason: 'credentials-expired', recovery: { kind: 'connect-aws', profile: 'work' } },
  })
})

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'SELF_SIGNED_CERT_IN_CHAIN'])(
  '%s is offline',
  (code) => {
    expect(reasonOf(Object.assign(new Error('socket'), { code }))).toBe('offline')
  },
)

test('a timeout is offline', () => {
  expect(reasonOf(Object.assign(new Error('slow'), { name: 'TimeoutError' }))).toBe('offline')
})

test('forbidden names the action of the call, whatever the text says', () => {
  const error = Object.assign(serviceError('AccessDenied', 403), {
    message: 'User is not authorized to perform: iam:DeleteEverything',
  })
  const result = awsFailure(error, CALL)
  expect(result).toMatchObject({
    failure: {
      sentence: expect.stringContaining('iam:CreateRole'),
      recovery: { kind: 'ask-administrator', permission: 'iam:CreateRole' },
      code: 'AccessDenied',
    },
  })
})

test('a failure that has its meaning keeps it; an abort and a bug stay what they are', () => {
  const expected = new ExpectedFailure(failure('offline', 'No network.'))
  const abort = Object.assign(new Error('stopped'), { name: 'AbortError' })
  const bug = new TypeError('undefined is not a function')
  for (const error of [expected, abort, bug, 'thrown text']) expect(awsFailure(error, CALL)).toBe(error)
})
