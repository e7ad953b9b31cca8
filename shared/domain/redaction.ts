/** What stands where a secret stood. */
export const REDACTED = '•••'

/*
 * Each rule finds one kind of secret by its published shape, or by the name before it. Forty characters of
 * base64 alone are also a commit or a hash: an AWS secret key without its name is left.
 */
const RULES: readonly { finds: RegExp; leaves: string }[] = [
  { finds: /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g, leaves: REDACTED },
  /* GitHub: ghp_ personal, gho_ OAuth, ghu_ and ghs_ App, ghr_ refresh; an App's may go on as a JWT. */
  {
    finds: /\b(?:gh[pousr]|github_pat)_[A-Za-z0-9_]{10,}(?:\.[A-Za-z0-9_-]{10,}){0,2}/g,
    leaves: REDACTED,
  },
  /* IAM, "Unique ID prefixes": AKIA long-term, ASIA temporary access keys. */
  { finds: /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, leaves: REDACTED },
  { finds: /\b(?:IQoJ|FwoG|FQoG)[A-Za-z0-9/+]{40,}={0,2}/g, leaves: REDACTED },
  { finds: /\beyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g, leaves: REDACTED },
  { finds: /\b(?:sk-ant-[A-Za-z0-9_-]{10,}|ABSK[A-Za-z0-9+/]{40,}={0,2})/g, leaves: REDACTED },
  {
    finds: /\bauthorization(["']?\s*[:=]\s*["']?)(?:(bearer|token|basic)\s+)?[^\s"',]+/gi,
    leaves: `authorization$1${REDACTED}`,
  },
  { finds: /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]*):[^\s/@]+@/gi, leaves: `$1:${REDACTED}@` },
  {
    finds:
      /((?:secret_?access_?key|session_?token|security-token|client_?secret|access_?token|refresh_?token|device_?code|password)["']?\s*[:=]\s*["']?)[^\s"',;&]{6,}/gi,
    leaves: `$1${REDACTED}`,
  },
]

/**
 * The text without GitHub tokens, AWS keys and session tokens, JWTs, passwords in URLs and PEM blocks.
 * For everything that is logged, shown in an error or exported; a second line of defence, the first is not to
 * have the secret there. Shapes: GitHub "token formats", IAM "unique identifiers" and RFC 7468.
 */
export function redact(text: string): string {
  return RULES.reduce((shown, { finds, leaves }) => shown.replace(finds, leaves), text)
}
