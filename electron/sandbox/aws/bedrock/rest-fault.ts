import { randomUUID } from 'node:crypto'
import { AwsFault } from '../aws-fault'

/** REST JSON services name the same refusals differently from the Query services. */
const REST_CODES: Record<string, string> = {
  AccessDenied: 'AccessDeniedException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  ExpiredToken: 'ExpiredTokenException',
  ValidationError: 'ValidationException',
}

/** A refusal as a REST JSON service writes it: the type in a header, the message in the body. */
export function restFault(fault: AwsFault): Response {
  return new Response(JSON.stringify({ message: fault.message }), {
    status: fault.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-RequestId': randomUUID(),
      'x-amzn-ErrorType': REST_CODES[fault.code] ?? fault.code,
    },
  })
}

/** The JSON body of a request; an unreadable one is refused as the gateway in front of AWS does. */
export function jsonBody(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    throw new AwsFault('SerializationException', 'Unable to parse the request body as JSON.')
  }
}
