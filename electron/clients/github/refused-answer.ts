import { GraphqlResponseError } from '@octokit/graphql'
import { z } from 'zod'
import { type Failure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import { rateLimited } from './errors'

const Headers = z.record(z.string(), z.union([z.string(), z.number()]).optional())
const Refusal = z.object({
  type: z.string().optional(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  message: z.string(),
  extensions: z.object({ saml_failure: z.boolean().optional() }).optional(),
})
type Refusal = z.infer<typeof Refusal>
const Body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(Refusal),
})

/** A GraphQL answer with errors: what it holds besides, and what it refuses. */
export interface RefusedAnswer {
  data: Record<string, unknown>
  /** Why the query as a whole was refused; null where only parts of it were. */
  whole: Failure | null
  /** Why the repository of that alias is null. */
  ofRepository(alias: string, repository: RepositoryName): Failure
  /** Why fields of that repository are null, by the field's name. */
  ofFields(alias: string, repository: RepositoryName): ReadonlyMap<string, Failure>
}

/** The answer behind what Octokit throws for GraphQL errors; null for anything else. */
export function refusedAnswer(error: unknown): RefusedAnswer | null {
  const answer = answerBehind(error)
  if (answer === null) return null
  const { data, errors } = answer.body
  const general = errors.find(({ path }) => path === undefined)
  return {
    data: data ?? {},
    whole: general ? refusalOf(general, answer.headers) : null,
    ofRepository: (alias, repository) => {
      const refusal = errors.find(({ path }) => path?.[0] === alias)
      return refusal && refusal.type !== 'NOT_FOUND' ? forbidden(refusal, repository) : gone(repository)
    },
    ofFields: (alias, repository) =>
      new Map(
        errors
          .filter(({ path }) => path?.[0] === alias && path.length > 1)
          .map((refusal) => [String(refusal.path?.[1]), forbidden(refusal, repository)]),
      ),
  }
}

/* Octokit throws one error for errors in an answer, and its throttling plugin another once the budget is gone. */
function answerBehind(error: unknown) {
  if (error instanceof GraphqlResponseError) {
    return { headers: Headers.parse(error.headers), body: Body.parse(error.response) }
  }
  const Throttled = z.object({ response: z.object({ headers: Headers, data: Body }) })
  const throttled = Throttled.safeParse(error)
  return throttled.success
    ? { headers: throttled.data.response.headers, body: throttled.data.response.data }
    : null
}

function refusalOf({ type, message }: Refusal, headers: z.infer<typeof Headers>): Failure {
  if (type === 'RATE_LIMITED') return rateLimited(headers, type)
  return failure('upstream', `GitHub would not read the fleet: ${message}`, { kind: 'retry' }, type ?? null)
}

/** What GitHub answers for a repository that does not exist, or that the token may not see. */
export function gone(repository: RepositoryName): Failure {
  return failure(
    'not-found',
    `GitHub has no repository ${repository}, or this token may not see it. It may have been renamed, moved or deleted.`,
    { kind: 'connect-github' },
    'NOT_FOUND',
  )
}

function forbidden({ type, message, extensions }: Refusal, repository: RepositoryName): Failure {
  const sentence = `GitHub would not show all of ${repository} to this token: ${message.replace(/\.?$/, '.')}`
  const code = type ?? null
  if (extensions?.saml_failure) return failure('sso-required', sentence, { kind: 'connect-github' }, code)
  if (type === 'FORBIDDEN') {
    return failure(
      'forbidden',
      sentence,
      { kind: 'ask-administrator', permission: `the right to read ${repository}` },
      code,
    )
  }
  return failure('upstream', sentence, { kind: 'retry' }, code)
}
