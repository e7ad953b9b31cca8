import { Ajv, type ValidateFunction } from 'ajv'
import description from './github-openapi.json' with { type: 'json' }
import { undescribedProperties } from './not-described'
import { closeSchema, type JsonSchema, lenientChoice } from './openapi-schemas'

export type ApiVersion = '2022-11-28' | '2026-03-10'

/** One operation of the description, in one version. */
export interface Operation {
  method: string
  path: string
  parameters: { name: string; in: string; required: boolean; schema: JsonSchema | null }[]
  requestBody: { required: boolean; schema: JsonSchema | null } | null
  responses: Record<string, JsonSchema | null>
}

interface Description {
  operations: Operation[]
  schemas: Record<string, JsonSchema>
}

/** A description of one version with its validators; the later version repeats only what differs. */
interface Book extends Description {
  /** For bodies. */
  ajv: Ajv
  /** For parameters, which arrive as text. */
  coercing: Ajv
  /** Compiling costs more than all the checking. */
  compiled: Map<JsonSchema, ValidateFunction>
}

const books = new Map<ApiVersion, Book>()

function bookOf(version: ApiVersion): Book {
  const known = books.get(version)
  if (known) return known
  const base = description['2022-11-28'] as Description
  const own = description[version] as Description
  const name = ({ method, path }: Operation) => `${method} ${path}`
  const operations = new Map([...base.operations, ...own.operations].map((each) => [name(each), each]))
  const schemas = closeAll({ ...base.schemas, ...own.schemas })
  const book = {
    operations: [...operations.values()],
    schemas,
    ajv: newAjv(false),
    coercing: newAjv(true),
    compiled: new Map(),
  }
  for (const ajv of [book.ajv, book.coercing]) ajv.addSchema({ $id: 'github', schemas })
  books.set(version, book)
  return book
}

function closeAll(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const parts = partsOf(schemas)
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      closeSchema(schema, undescribedProperties(name), parts.has(name)),
    ]),
  )
}

/** The schemas that others put together by `allOf`: each has only a part of the object's properties. */
function partsOf(node: unknown, inAllOf = false, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword === '$ref' && inAllOf) found.add(String(value).replace('github#/schemas/', ''))
    else partsOf(value, keyword === 'allOf' || (inAllOf && Array.isArray(node)), found)
  }
  return found
}

function newAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes })
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
  ajv.addFormat('uri', (text: string) => URL.canParse(text))
  ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/)
  ajv.addFormat('int64', true)
  ajv.addFormat('repo.nwo', /^[^/\s]+\/[^/\s]+$/)
  return ajv
}

/** Path parameters that may hold slashes. */
const DEEP = new Set(['path', 'ref', 'branch'])

/** Matches the paths of an operation; its groups are the path parameters in order. */
export function patternOf(operation: Operation): RegExp {
  const pattern = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    DEEP.has(name) ? '(.+)' : '([^/]+)',
  )
  return new RegExp(`^${pattern}$`)
}

function literals({ path }: Operation): number {
  return path.split('/').filter((part) => !part.startsWith('{')).length
}

/** The operation that a request means, as `GET /repos/{owner}/{repo}`; null when the description has none. */
export function operationOf({
  method,
  path,
  version,
}: {
  method: string
  path: string
  version: ApiVersion
}): Operation | null {
  const matching = bookOf(version).operations.filter(
    (each) => each.method === method && patternOf(each).test(path),
  )
  return matching.sort((a, b) => literals(b) - literals(a))[0] ?? null
}

/** The validator of a schema of the description, closed but for `extra`. */
export function bodyValidator(
  version: ApiVersion,
  schema: JsonSchema,
  extra: string[] = [],
): ValidateFunction {
  const { ajv, compiled } = bookOf(version)
  const validate = compiled.get(schema) ?? ajv.compile(closeSchema(schema, extra))
  compiled.set(schema, validate)
  return validate
}

/** The validator of a parameter's schema, for an object that holds it as `value`. */
export function parameterValidator(version: ApiVersion, schema: JsonSchema): ValidateFunction {
  const { coercing, compiled } = bookOf(version)
  const validate =
    compiled.get(schema) ?? coercing.compile({ type: 'object', properties: { value: lenientChoice(schema) } })
  compiled.set(schema, validate)
  return validate
}
