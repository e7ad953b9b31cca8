import type { Fault } from './fault-proxy'

/** Faults that are answers. */
export type Refusal = Extract<Fault, '500' | '403' | `429 ${string}`>

const CODES = { 500: 'ServiceFailure', 403: 'AccessDenied', 429: 'Throttling' }
const MESSAGES = { 500: 'Server Error', 403: 'Resource not accessible', 429: 'Too many requests' }

/** A refusal as each cloud words it: GitHub in JSON, IAM in XML, Bedrock in JSON with a header. */
export function refusal(fault: Refusal, { url, headers }: Pick<Request, 'url' | 'headers'>): Response {
  const status = Number.parseInt(fault, 10) as keyof typeof CODES
  const later: Record<string, string> = fault === '429 with retry-after' ? { 'retry-after': '1' } : {}
  const code = CODES[status]
  if (new URL(url).pathname.startsWith('/github')) {
    const said = { message: MESSAGES[status], documentation_url: 'https://docs.github.com/rest' }
    return Response.json(said, { status, headers: later })
  }
  if (headers.get('content-type')?.includes('form-urlencoded')) {
    const said = `<ErrorResponse><Error><Type>Receiver</Type><Code>${code}</Code><Message>A fault of the test</Message></Error><RequestId>0</RequestId></ErrorResponse>`
    return new Response(said, { status, headers: { 'content-type': 'text/xml', ...later } })
  }
  const said = { message: 'A fault of the test' }
  return Response.json(said, { status, headers: { 'x-amzn-errortype': `${code}Exception`, ...later } })
}
