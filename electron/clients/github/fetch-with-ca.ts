import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { Readable } from 'node:stream'
import { rootCertificates } from 'node:tls'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'

/** More redirects than this lead nowhere (WHATWG Fetch). */
const MOST_REDIRECTS = 20
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Statuses whose answers have no body. */
const BODILESS = new Set([101, 204, 205, 304])

/**
 * A fetch that also trusts the certificates of a PEM file, for one server of one’s own: Node’s own fetch takes none
 * after the start. Throws `invalid` where the file holds no certificate.
 */
export function fetchWithCa(caFile: string): typeof fetch {
  const ca = [...rootCertificates, certificatesIn(caFile)]
  const follow = async (asked: Request, redirects: number): Promise<Response> => {
    if (new URL(asked.url).protocol !== 'https:') return fetch(asked)
    const answer = await send(asked, ca)
    const to = answer.headers.get('location')
    if (to === null || asked.redirect !== 'follow' || !REDIRECTS.has(answer.status)) return answer
    if (redirects >= MOST_REDIRECTS) throw new TypeError('There are too many redirects.')
    return follow(redirected(asked, new URL(to, asked.url)), redirects + 1)
  }
  return (input, init) => follow(new Request(input, init), 0)
}

function certificatesIn(file: string): string {
  const text = textOf(file)
  if (text?.includes('-----BEGIN CERTIFICATE-----')) return text
  const says = text === null ? 'cannot be read' : 'holds no certificate in PEM form'
  throw new ExpectedFailure(
    failure(
      'invalid',
      `The certificate file ${file} ${says}. Name a file with the certificates of the server’s authority.`,
      {
        kind: 'correct-input',
        field: 'caFile',
      },
    ),
  )
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** Only a GET is redirected here: GitHub redirects to logs and to renamed repositories. The token stays with its server. */
function redirected({ url, headers: given, signal }: Request, to: URL): Request {
  const headers = new Headers(given)
  if (to.origin !== new URL(url).origin) headers.delete('authorization')
  return new Request(to, { headers, signal })
}

async function send(asked: Request, ca: string[]): Promise<Response> {
  const body = asked.body === null ? null : Buffer.from(await asked.arrayBuffer())
  return new Promise((resolve, reject) => {
    const { method, headers, signal } = asked
    const sent = request(
      asked.url,
      { method, headers: Object.fromEntries(headers), ca, signal },
      (answer) => {
        const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = answer
        const pairs = rawHeaders.flatMap((name, at): [string, string][] =>
          at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : [],
        )
        const content = BODILESS.has(status) ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>)
        if (content === null) answer.resume()
        const response = new Response(content, { status, statusText, headers: pairs })
        /* One that is made by hand has no address, by which Octokit counts the pages of a list. */
        resolve(Object.defineProperty(response, 'url', { value: asked.url }))
      },
    )
    sent.once('error', reject)
    sent.end(body)
  })
}
