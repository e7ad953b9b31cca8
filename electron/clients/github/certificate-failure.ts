import { type Failure, failure } from '../../../shared/domain/failure'

/** Node’s and OpenSSL’s codes for a chain that ends at nobody who is trusted (Node docs, “X509 certificate error codes”). */
const UNTRUSTED = new Set([
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
const WRONG_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID'
const OUT_OF_DATE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

/** Errors that wrap errors are looked into this deep: Octokit’s holds fetch’s, which holds the socket’s. */
const DEEPEST = 5

/**
 * What is wrong with the certificate of the server at `url`; null for an error of something else. It stays wrong until a
 * person acts, so that none of it is `offline`, which passes.
 */
export function certificateFailure(error: unknown, url: string): Failure | null {
  const refused = refusalIn(error)
  if (refused === null) return null
  const { code, names } = refused
  const { host } = new URL(url)
  if (UNTRUSTED.has(code)) return untrusted(host, code)
  return code === WRONG_NAME ? otherName(host, names, code) : outOfDate(host, code)
}

function refusalIn(error: unknown): { code: string; names: string | null } | null {
  let inner = error
  for (let depth = 0; depth < DEEPEST && inner instanceof Error; depth += 1, inner = inner.cause) {
    const code = 'code' in inner ? String(inner.code) : ''
    if (UNTRUSTED.has(code) || OUT_OF_DATE.has(code) || code === WRONG_NAME)
      return { code, names: namesOf(inner) }
  }
  return null
}

/** The names that the certificate is for, as Node has read them: `DNS:github.example.com, IP Address:10.0.0.1`. */
function namesOf(error: Error): string | null {
  const certificate = 'cert' in error ? error.cert : null
  if (typeof certificate !== 'object' || certificate === null || !('subjectaltname' in certificate))
    return null
  return String(certificate.subjectaltname).replaceAll(/(?:DNS|IP Address):/g, '') || null
}

function untrusted(host: string, code: string): Failure {
  return failure(
    'invalid',
    `The certificate of ${host} is signed by an authority that Rolecall does not trust, so nothing was sent to it. Name the PEM file with the certificate of that authority: “Certificate file” in the panel, --ca in the terminal.`,
    { kind: 'correct-input', field: 'caFile' },
    code,
  )
}

function otherName(host: string, names: string | null, code: string): Failure {
  const whose = names === null ? 'another name' : `${names}, not for this name`
  return failure(
    'invalid',
    `The certificate that ${host} shows is for ${whose}, so nothing was sent to it. Write the host as its certificate names it.`,
    { kind: 'correct-input', field: 'host' },
    code,
  )
}

function outOfDate(host: string, code: string): Failure {
  const says = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'
  return failure(
    'upstream',
    `The certificate of ${host} ${says}, so nothing was sent to it. Check this machine’s clock, or ask whoever runs the server to renew it.`,
    { kind: 'retry' },
    code,
  )
}
