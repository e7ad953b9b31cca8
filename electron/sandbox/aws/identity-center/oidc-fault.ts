import { randomUUID } from 'node:crypto'

/** A refusal of OIDC as AWS words it: the exception in a header, the error of RFC 6749 and RFC 8628 in the body. */
export class OidcFault extends Error {
  constructor(
    readonly exception: string,
    readonly error: string,
    message: string,
    readonly status: 400 | 401 = 400,
  ) {
    super(message)
    this.name = 'OidcFault'
  }

  response(): Response {
    return new Response(JSON.stringify({ error: this.error, error_description: this.message }), {
      status: this.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-RequestId': randomUUID(),
        'x-amzn-ErrorType': this.exception,
      },
    })
  }
}
