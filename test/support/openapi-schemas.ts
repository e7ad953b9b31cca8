export type JsonSchema = { [keyword: string]: unknown }

const CHOICES = ['allOf', 'anyOf', 'oneOf'] as const

/**
 * The schema with every object closed: a property that it does not name is an error. OpenAPI leaves objects open,
 * which would let a misspelt property through. Objects that are put together by `allOf` and the like stay open.
 */
export function closeSchema(schema: JsonSchema, extra: readonly string[] = [], open = false): JsonSchema {
  const composed = CHOICES.some((keyword) => keyword in schema)
  const result = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, closeKeyword(keyword, value, schema, open)]),
  )
  const properties = result.properties as JsonSchema | undefined
  if (!properties || open || composed || 'additionalProperties' in schema) return result
  const added = Object.fromEntries(extra.map((name) => [name, {}]))
  return { ...result, properties: { ...properties, ...added }, additionalProperties: false }
}

function closeKeyword(keyword: string, value: unknown, owner: JsonSchema, open: boolean): unknown {
  if (keyword === 'properties') {
    const properties = Object.entries(value as Record<string, JsonSchema>)
    return Object.fromEntries(properties.map(([name, property]) => [name, closeSchema(property)]))
  }
  if (keyword === 'items') return closeSchema(value as JsonSchema)
  if (keyword === 'additionalProperties' && typeof value === 'object') return closeSchema(value as JsonSchema)
  if (!(CHOICES as readonly string[]).includes(keyword)) return value
  const partial = open || keyword === 'allOf' || 'properties' in owner
  return (value as JsonSchema[]).map((branch) => closeSchema(branch, [], partial))
}

/** For parameters, where `12` is both a number and a text: any branch will do. */
export function lenientChoice(schema: JsonSchema): JsonSchema {
  const { oneOf, ...rest } = schema
  return oneOf === undefined ? schema : { ...rest, anyOf: oneOf }
}
