import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** One entry of `errors` in a validation failure. */
export interface FaultDetail {
  resource: string
  field?: string
  code: 'custom' | 'invalid' | 'missing' | 'missing_field' | 'already_exists'
  message?: string
}

/** A refusal as GitHub words it; thrown by handlers and rendered in one place. */
export class GithubFault extends Error {
  readonly status: ContentfulStatusCode
  readonly details: FaultDetail[] | null
  readonly headers: Record<string, string>

  constructor(
    status: ContentfulStatusCode,
    message: string,
    options: { details?: FaultDetail[]; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.name = 'GithubFault'
    this.status = status
    this.details = options.details ?? null
    this.headers = options.headers ?? {}
  }

  /** The error body that every GitHub endpoint answers with. */
  body(): object {
    return {
      message: this.message,
      ...(this.details ? { errors: this.details } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    }
  }
}

export function notFound(): GithubFault {
  return new GithubFault(404, 'Not Found')
}

/** 422 with one detail, as GitHub answers to well-formed but impossible requests. */
export function invalid(message: string, detail?: FaultDetail): GithubFault {
  return new GithubFault(422, message, detail ? { details: [detail] } : {})
}

/** The value, or 404 when there is none. */
export function orNotFound<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw notFound()
  return value
}
