import { z } from 'zod'
import { duplicateKey } from './json-keys'
import { remembered } from './remembered'

/** Who a statement speaks of. `any` is `"*"` or its equal `{"AWS": "*"}`; a federated `*` is an entry. */
export interface Principals {
  negated: boolean
  any: boolean
  entries: { kind: PrincipalKind; value: string }[]
}

export type PrincipalKind = 'AWS' | 'Federated' | 'Service' | 'CanonicalUser'

/** `Action` or `Resource` with its values; `negated` for `NotAction` and `NotResource`. */
export interface Match {
  negated: boolean
  values: string[]
}

/** One operator with one key. `operator` as written, with `ForAllValues:` and `IfExists`. */
export interface Condition {
  operator: string
  key: string
  values: string[]
}

/** `index` is the position in the document, from 0. */
export interface Statement {
  index: number
  sid: string | null
  effect: 'Allow' | 'Deny'
  principals: Principals | null
  actions: Match
  resources: Match | null
  conditions: Condition[]
}

/** An IAM policy; `version` null counts as 2008-10-17. */
export interface PolicyDocument {
  version: string | null
  statements: Statement[]
}

export type ParsedPolicy = { ok: true; policy: PolicyDocument } | { ok: false; error: string }

/** The version from which `${…}` is a policy variable. */
export const POLICY_VERSION = '2012-10-17'

const strings = z.union([z.string().transform((value) => [value]), z.array(z.string())])
const someStrings = strings.refine((values) => values.length > 0, 'needs at least one value')
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const scalars = z.union([scalar.transform((value) => [value]), z.array(scalar)])
const principal = z.union([
  z.literal('*'),
  z.strictObject({
    AWS: strings.optional(),
    Federated: strings.optional(),
    Service: strings.optional(),
    CanonicalUser: strings.optional(),
  }),
])

/** Strict: an element that is not understood must not be passed over, or a condition could be lost. */
const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Action: someStrings.optional(),
    NotAction: someStrings.optional(),
    Resource: someStrings.optional(),
    NotResource: someStrings.optional(),
    Condition: z.record(z.string(), z.record(z.string(), scalars)).optional(),
  })
  .refine((s) => (s.Action === undefined) !== (s.NotAction === undefined), 'needs either Action or NotAction')
  .refine((s) => !(s.Resource && s.NotResource), 'cannot have both Resource and NotResource')
  .refine((s) => !(s.Principal && s.NotPrincipal), 'cannot have both Principal and NotPrincipal')

const document = z.strictObject({
  Version: z.enum(['2008-10-17', POLICY_VERSION]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
})

/* A fleet's roles have few thousand documents, and each is asked for by several links of many repositories. */
const KEPT = 8_000

/** Reads a policy document from JSON, plain or URL-encoded (IAM sends the latter, field-notes §2). */
export const parsePolicy = remembered(KEPT, readPolicy)

function readPolicy(text: string): ParsedPolicy {
  const json = decodePolicy(text)
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { ok: false, error: 'The policy document is not JSON.' }
  }
  const twice = duplicateKey(json)
  if (twice !== null) return { ok: false, error: `The policy document has the element "${twice}" twice.` }
  const parsed = document.safeParse(value)
  if (!parsed.success) return { ok: false, error: firstIssue(parsed.error) }
  const statements = parsed.data.Statement.map(toStatement)
  return { ok: true, policy: { version: parsed.data.Version ?? null, statements } }
}

/** The JSON text of a document that may be URL-encoded. */
export function decodePolicy(text: string): string {
  const trimmed = text.trim()
  if (!trimmed.startsWith('%')) return trimmed
  try {
    return decodeURIComponent(trimmed).trim()
  } catch {
    return trimmed
  }
}

function toStatement(source: z.infer<typeof statement>, index: number): Statement {
  const resources = match(source.Resource, source.NotResource)
  return {
    index,
    sid: source.Sid ?? null,
    effect: source.Effect,
    principals: toPrincipals(source.Principal, false) ?? toPrincipals(source.NotPrincipal, true),
    actions: match(source.Action, source.NotAction) ?? { negated: false, values: [] },
    resources,
    conditions: Object.entries(source.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    ),
  }
}

function match(plain: string[] | undefined, negated: string[] | undefined): Match | null {
  if (plain) return { negated: false, values: plain }
  return negated ? { negated: true, values: negated } : null
}

function toPrincipals(source: z.infer<typeof principal> | undefined, negated: boolean): Principals | null {
  if (source === undefined) return null
  if (source === '*') return { negated, any: true, entries: [] }
  const kinds = ['AWS', 'Federated', 'Service', 'CanonicalUser'] as const
  const entries = kinds.flatMap((kind) => (source[kind] ?? []).map((value) => ({ kind, value })))
  return { negated, any: entries.some((entry) => entry.kind === 'AWS' && entry.value === '*'), entries }
}

function firstIssue(error: z.ZodError): string {
  const issue = deepest(error.issues[0])
  const where = issue?.path.length ? issue.path.map(String).join('.') : 'the document'
  return `The policy document is not one that IAM accepts: at ${where}: ${issue?.message ?? 'unreadable'}.`
}

/** Of a union that failed, the issue that lies deepest says most. */
function deepest(issue: z.core.$ZodIssue | undefined, path: PropertyKey[] = []) {
  if (!issue) return null
  const here: { path: PropertyKey[]; message: string } = {
    path: [...path, ...issue.path],
    message: issue.message.replace(/\.$/, ''),
  }
  if (issue.code !== 'invalid_union') return here
  let best = here
  for (const inner of issue.errors.flat()) {
    const found = deepest(inner, here.path)
    if (found && found.path.length > best.path.length) best = found
  }
  return best
}
