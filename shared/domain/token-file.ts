import { z } from 'zod'
import { duplicateKey } from './json-keys'
import { issuerHostOf } from './trust-claims'

/** A token as a file describes it: its claims by bare name, and condition keys that are no claims, in lower case. */
export interface DescribedToken {
  providerArn: string
  claims: Record<string, string>
  keys: ReadonlyMap<string, string>
}

/** A token, or what is wrong with the text, to be said after the name of the file. */
export type ReadToken = { ok: true; token: DescribedToken } | { ok: false; why: string }

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const Values = z.record(z.string(), scalar.nullable())

/** A token of GitHub has a few thousand. */
const MOST_CHARACTERS = 1_000_000

/**
 * Reads `{"provider": ARN, "sub": …, …}`. A claim that is null is absent; a name with a colon, such as
 * `aws:SourceIp`, is a condition key of the request.
 */
export function readToken(text: string): ReadToken {
  if (text.length > MOST_CHARACTERS) return { ok: false, why: 'is far larger than any token' }
  const json = text.trim()
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { ok: false, why: 'is not JSON' }
  }
  const twice = duplicateKey(json)
  if (twice !== null) return { ok: false, why: `has "${twice}" twice` }
  const parsed = Values.safeParse(value)
  if (!parsed.success) return { ok: false, why: objection(parsed.error.issues[0]) }
  return describe(parsed.data)
}

function objection(issue: z.core.$ZodIssue | undefined): string {
  const [claim] = issue?.path ?? []
  if (claim === undefined) return 'does not hold one JSON object'
  return `holds something else than a text or a number under "${String(claim)}"`
}

function describe({ provider, ...rest }: Record<string, string | null>): ReadToken {
  if (!provider)
    return { ok: false, why: 'names no provider: it needs "provider", the ARN of the OIDC provider' }
  if (issuerHostOf(provider) === null)
    return { ok: false, why: `names a provider that is not the ARN of an OIDC provider: ${provider}` }
  const present = Object.entries(rest).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  )
  return {
    ok: true,
    token: {
      providerArn: provider,
      claims: Object.fromEntries(present.filter(([name]) => !name.includes(':'))),
      keys: new Map(
        present.filter(([name]) => name.includes(':')).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    },
  }
}
