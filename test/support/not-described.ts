/**
 * What the sandbox answers, or our client asks, and GitHub's OpenAPI description does not have. One list; each
 * entry says why it is nevertheless right. A response of a listed status is still checked, against `schema`.
 */
export const notDescribed = {
  /** Addresses on the same origin that are no REST operations. */
  paths: [
    { path: /^\/graphql$/, reason: 'GraphQL has a schema of its own; the description covers REST.' },
    {
      path: /^\/signed\//,
      reason: 'The blob store behind job logs; the API redirects there, and it is no part of the API.',
    },
  ],
  /** Query parameters whose schema says less than GitHub's own page on them. */
  parameters: [
    {
      name: 'created',
      reason: 'Takes GitHub’s search syntax for dates, ranges included; the schema knows one instant only.',
    },
  ],
  /** Refusals that GitHub documents for all operations together ("Troubleshooting the REST API"). */
  statuses: [
    { status: 304, schema: null, reason: 'Every GET honours If-None-Match; few list the 304.' },
    { status: 400, schema: 'basic-error', reason: 'An unknown API version, or a body that is no JSON.' },
    { status: 401, schema: 'basic-error', reason: 'Bad credentials, on every operation.' },
    { status: 403, schema: 'basic-error', reason: 'Missing rights, an archived repository or no budget.' },
    { status: 404, schema: 'basic-error', reason: 'What does not exist, or may not be known to exist.' },
    { status: 409, schema: 'basic-error', reason: 'A name that is taken; a repository without commits.' },
    { status: 410, schema: 'basic-error', reason: 'Expired logs (field-notes §4).' },
    { status: 422, schema: 'validation-error', reason: 'A request that is well-formed and impossible.' },
  ],
  /** Properties that GitHub sends and the schema does not list; `null` stands for a refusal's schema without a name. */
  properties: [
    {
      property: 'status',
      schemas: ['validation-error', 'validation-error-simple', null],
      reason: 'Every error body repeats its status; only basic-error says so.',
    },
  ],
} as const

/** The properties that one schema may have besides its own. */
export function undescribedProperties(name: string | null): string[] {
  return notDescribed.properties.flatMap(({ property, schemas }) =>
    (schemas as readonly (string | null)[]).includes(name) ? [property] : [],
  )
}
