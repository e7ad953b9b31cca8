import type { ValidateFunction } from 'ajv'
import { notDescribed, undescribedProperties } from './not-described'
import {
  type ApiVersion,
  bodyValidator,
  type Operation,
  operationOf,
  parameterValidator,
  patternOf,
} from './openapi-book'
import type { JsonSchema } from './openapi-schemas'

/** One request and its response, as they went over the wire. */
export interface Exchange {
  method: string
  /** Path below the API's base, percent-encoded as sent. */
  path: string
  query: URLSearchParams
  version: ApiVersion
  /** Parsed JSON; undefined for none. */
  requestBody: unknown
  status: number
  responseBody: unknown
}

/** What is wrong with an exchange by GitHub's own description; empty when nothing is. */
export function checkExchange(exchange: Exchange): string[] {
  if (notDescribed.paths.some(({ path }) => path.test(exchange.path))) return []
  const operation = operationOf(exchange)
  const at = `${exchange.method} ${exchange.path} (${exchange.version})`
  if (!operation) return [`${at}: the description has no such operation.`]
  const refused = exchange.status >= 400
  return [
    // A request that was refused may well be wrong: the refusal is the point.
    ...(refused ? [] : [...checkParameters(exchange, operation), ...checkRequestBody(exchange, operation)]),
    ...checkResponse(exchange, operation),
  ].map((violation) => `${at}: ${violation}`)
}

const ANYTHING: JsonSchema = {}

interface Given {
  place: 'path' | 'query'
  name: string
  value: string
}

function givenParameters({ path, query }: Exchange, operation: Operation): Given[] {
  const values = patternOf(operation).exec(path)?.slice(1) ?? []
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  return [
    ...names.map((name, index) => ({
      place: 'path' as const,
      name,
      value: decodeURIComponent(values[index] ?? ''),
    })),
    ...[...query].map(([name, value]) => ({ place: 'query' as const, name, value })),
  ]
}

function checkParameters(exchange: Exchange, operation: Operation): string[] {
  const wrong = givenParameters(exchange, operation).flatMap(({ place, name, value }) => {
    const parameter = operation.parameters.find((each) => each.in === place && each.name === name)
    if (!parameter) return [`the ${place} parameter ${name} is not described.`]
    if (notDescribed.parameters.some((each) => each.name === name)) return []
    const validate = parameterValidator(exchange.version, parameter.schema ?? ANYTHING)
    return problems(validate, { value }).map((each) => `parameter ${name}: ${each}`)
  })
  const missing = operation.parameters.filter(
    ({ in: place, name, required }) => place === 'query' && required && !exchange.query.has(name),
  )
  return [...wrong, ...missing.map(({ name }) => `the query parameter ${name} is required.`)]
}

function checkRequestBody({ requestBody, version }: Exchange, operation: Operation): string[] {
  if (requestBody === undefined) {
    return operation.requestBody?.required ? ['the request has no body.'] : []
  }
  if (!operation.requestBody) return ['the request has a body, and the operation takes none.']
  const { schema } = operation.requestBody
  if (!schema) return []
  return problems(bodyValidator(version, schema), requestBody).map((each) => `request ${each}`)
}

function checkResponse({ status, responseBody, version }: Exchange, operation: Operation): string[] {
  const schema = responseSchema(status, operation)
  if (schema === undefined) return [`the status ${status} is not described.`]
  if (schema === null) {
    return responseBody === undefined
      ? []
      : [`a response with status ${status} has no body, and this one has.`]
  }
  const extra = status >= 400 ? undescribedProperties(null) : []
  return problems(bodyValidator(version, schema, extra), responseBody).map((each) => `response ${each}`)
}

/** Schemas of the refusals that no operation lists, by name. */
const general = new Map(
  notDescribed.statuses.map(({ status, schema }) => [
    status as number,
    schema === null ? null : { $ref: `github#/schemas/${schema}` },
  ]),
)

/** Schema of a response; null for one without body, undefined for a status that nothing describes. */
function responseSchema(status: number, operation: Operation): JsonSchema | null | undefined {
  const described = operation.responses[String(status)]
  return described ?? (general.has(status) ? general.get(status) : described)
}

function problems(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath || '/'} ${message} ${JSON.stringify(params)}`
  })
}
