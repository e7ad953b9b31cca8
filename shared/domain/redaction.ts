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
  /* Up to the last @, as a URL is read (WHATWG URL, authority state): user and password may hold one. */
  { finds: /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:]*):[^\s/]+@/gi, leaves: `$1:${REDACTED}@` },
  /* IAM Identity Center: access and refresh tokens as its OIDC service hands them out. */
  { finds: /\bao[ar]A{4,}[A-Za-z0-9+/:_=-]{20,}/g, leaves: REDACTED },
  /* What stands behind a name of a secret, unless that only names where it comes from, as `${{ secrets.X }}` does. */
  {
    finds:
      /((?:secret_?access_?key|session_?token|security-token|client_?secret|access_?token|refresh_?token|device_?code|password)["']?\s*[:=]\s*["']?)(?!\$[{(A-Za-z_])[^\s"',;&]{6,}/gi,
    leaves: `$1${REDACTED}`,
  },
]

/* One pass over a text tells that no rule can find anything in it: most texts hold nothing. */
const MAY_HOLD =
  /-----BEGIN |gh[pousr]_|github_pat_|A[KS]IA[A-Z0-9]|IQoJ|F[wQ]oG|eyJ|sk-ant-|ABSK|authorization["']?\s*[:=]|:\/\/[^\s/:]*:[^\s/]+@|\bao[ar]AAAA|access_?key["']?\s*[:=]|token["']?\s*[:=]|client_?secret["']?\s*[:=]|device_?code["']?\s*[:=]|password["']?\s*[:=]/i

/**
 * What stands wherever a rule finds something: one of these texts as it is written here, or one of these names in any
 * case with a colon or an equals sign behind it, white space or quotes between them. For who looks at bytes.
 */
export const SECRET_SIGNS = {
  texts: [
    ...[
      'BEGIN ',
      'ghp_',
      'gho_',
      'ghu_',
      'ghs_',
      'ghr_',
      'github_pat_',
      'AKIA',
      'ASIA',
      'IQoJ',
      'FwoG',
      'FQoG',
    ],
    ...['eyJ', 'sk-ant-', 'ABSK', '://', 'aoaAAAA', 'aorAAAA'],
  ],
  names: [
    ...['authorization', 'accesskey', 'access_key', 'token', 'clientsecret', 'client_secret'],
    ...['devicecode', 'device_code', 'password'],
  ],
} as const

/** Whether some rule may find a secret in the text; false is certain. */
export function mayHoldSecret(text: string): boolean {
  return MAY_HOLD.test(text)
}

/**
 * The text without GitHub tokens, AWS keys and session tokens, JWTs, passwords in URLs and PEM blocks.
 * For everything that is logged, shown in an error or exported; a second line of defence, the first is not to
 * have the secret there. Shapes: GitHub "token formats", IAM "unique identifiers" and RFC 7468.
 */
export function redact(text: string): string {
  if (!mayHoldSecret(text)) return text
  return RULES.reduce((shown, { finds, leaves }) => shown.replace(finds, leaves), text)
}

/** The value with every text in it redacted; itself where nothing had to be. Keys are left as they are. */
export function redactAll<T>(value: T): T
export function redactAll(value: unknown): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) {
    const shown = value.map((each: unknown) => redactAll(each))
    return shown.some((each, index) => each !== value[index]) ? shown : value
  }
  return isRecord(value) ? redactRecord(value) : value
}

function redactRecord(record: Record<string, unknown>): Record<string, unknown> {
  let shown = record
  for (const [name, value] of Object.entries(record)) {
    const kept = redactNamed(name, value)
    if (kept === value) continue
    if (shown === record) shown = { ...record }
    shown[name] = kept
  }
  return shown
}

/* An AWS secret key has no shape of its own: in an object, too, it is known by its name. */
function redactNamed(name: string, value: unknown): unknown {
  return typeof value === 'string' && SECRET_NAME.test(name) && value.length >= 6
    ? REDACTED
    : redactAll(value)
}

const SECRET_NAME =
  /^(?:aws_?)?(?:secret_?access_?key|session_?token|client_?secret|refresh_?token|password)$/i

/* Dates, bytes and the like are passed on: only plain objects hold texts of the contract. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const shape: unknown = Object.getPrototypeOf(value)
  return shape === Object.prototype || shape === null
}
