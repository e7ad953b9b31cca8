#!/usr/bin/env node
/*
 * Distils GitHub's OpenAPI description into test/support/github-openapi.json:
 *
 *   npm install --no-save --prefix FOLDER --ignore-scripts @octokit/openapi@23.0.2
 *   node test/support/distil-openapi.mjs FOLDER/node_modules/@octokit/openapi
 *
 * The package weighs 385 MB; the operations that Rolecall uses weigh little. Prose is dropped, OpenAPI 3.0
 * `nullable` becomes JSON Schema, and what a later API version changes (`x-github-breaking-changes`, either JSON
 * Patch or JSON Merge Patch) is applied, so that each version has its own schemas.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OPERATIONS } from './openapi-operations.mjs'

const VERSIONS = ['2022-11-28', '2026-03-10']
const PROSE = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'title',
  'externalDocs',
  'deprecated',
])
const TARGET = new URL('github-openapi.json', import.meta.url)

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 6902, as far as the description uses it. */
function jsonPatch(target, patch) {
  const copy = structuredClone(target)
  for (const { op, path, value } of patch) {
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = keys.pop()
    const parent = keys.reduce((at, key) => at?.[key], copy)
    if (parent === undefined) throw new Error(`A patch names ${path}, which is not there.`)
    if (op === 'remove') Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[last]
    else if (op === 'add' && Array.isArray(parent))
      parent.splice(last === '-' ? parent.length : Number(last), 0, value)
    else if (op === 'add' || op === 'replace') parent[last] = value
    else throw new Error(`The description uses the patch operation ${op}, which is not known here.`)
  }
  return copy
}

/** RFC 7396. */
function mergePatch(target, patch) {
  if (!isObject(patch)) return patch
  const merged = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}

/** The node as it reads in one API version. */
function inVersion(node, version) {
  if (Array.isArray(node)) return node.map((each) => inVersion(each, version))
  if (!isObject(node)) return node
  const changes = (node['x-github-breaking-changes'] ?? []).filter((change) => change.version <= version)
  const patched = changes.reduce(
    (at, { patch }) => (Array.isArray(patch) ? jsonPatch(at, patch) : mergePatch(at, patch)),
    node,
  )
  const entries = Object.entries(patched).filter(([key]) => !key.startsWith('x-'))
  return Object.fromEntries(entries.map(([key, value]) => [key, inVersion(value, version)]))
}

/** Drops prose and turns OpenAPI's dialect into JSON Schema. `properties` holds names, not keywords. */
function toJsonSchema(schema) {
  if (Array.isArray(schema)) return schema.map(toJsonSchema)
  if (!isObject(schema)) return schema
  const result = {}
  for (const [key, value] of Object.entries(schema)) {
    if (PROSE.has(key) || key === 'nullable' || key === 'discriminator' || key === 'default') continue
    if (key === 'properties') {
      result.properties = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [name, toJsonSchema(property)]),
      )
    } else if (key === '$ref') result.$ref = value.replace('#/components/', 'github#/')
    else result[key] = key === 'enum' || key === 'required' ? value : toJsonSchema(value)
  }
  return schema.nullable === true ? nullable(result) : result
}

function nullable(schema) {
  if (schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null]
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] }
  return { anyOf: [schema, { type: 'null' }] }
}

function distilVersion(description, version) {
  const needed = new Set()
  const follow = (ref) => {
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(ref) ?? []
    return inVersion(description.components[kind][name], version)
  }
  const deref = (node) => (node?.$ref ? follow(node.$ref) : node)
  const schemaOf = (node) => {
    if (!node) return null
    const schema = toJsonSchema(node)
    collect(schema, needed)
    return schema
  }
  const json = (body) => schemaOf(deref(body)?.content?.['application/json']?.schema)

  const operations = OPERATIONS.map((operation) => {
    const [method, path] = operation.split(' ')
    const item = description.paths[path]
    const found = item?.[method.toLowerCase()]
    if (!found) throw new Error(`The description has no ${operation}.`)
    const described = inVersion(found, version)
    const body = deref(described.requestBody)
    return {
      method,
      path,
      parameters: [...(item.parameters ?? []), ...(described.parameters ?? [])].map((parameter) => {
        const { name, in: place, required, schema } = deref(parameter)
        return { name, in: place, required: required === true, schema: schemaOf(schema) }
      }),
      requestBody: body ? { required: body.required === true, schema: json(body) } : null,
      responses: Object.fromEntries(
        Object.entries(described.responses).map(([status, response]) => [status, json(response)]),
      ),
    }
  })

  const schemas = {}
  needed.add('basic-error')
  for (const name of needed) {
    schemas[name] = toJsonSchema(inVersion(description.components.schemas[name], version))
    collect(schemas[name], needed)
  }
  return { operations, schemas }
}

function collect(node, names) {
  if (Array.isArray(node)) for (const each of node) collect(each, names)
  else if (isObject(node)) {
    for (const [key, value] of Object.entries(node)) {
      if (key === '$ref' && typeof value === 'string') names.add(value.replace('github#/schemas/', ''))
      else collect(value, names)
    }
  }
}

/** The later version repeats only what differs. */
function differing(base, later, keyOf) {
  const known = new Map(base.map((each) => [keyOf(each), JSON.stringify(each)]))
  return later.filter((each) => known.get(keyOf(each)) !== JSON.stringify(each))
}

function lines(entries) {
  return entries.length === 0 ? '' : `\n${entries.join(',\n')}\n`
}

function print({ version, base, later }) {
  const operation = (each) => JSON.stringify(each)
  const schema = ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`
  const sorted = (schemas) => Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))
  const part = (operations, schemas) =>
    `{"operations":[${lines(operations.map(operation))}],"schemas":{${lines(schemas.map(schema))}}}`
  const name = (each) => `${each.method} ${each.path}`
  return `{"source":"@octokit/openapi: generated/api.github.com.json","version":${JSON.stringify(version)},
"${VERSIONS[0]}":${part(base.operations, sorted(base.schemas))},
"${VERSIONS[1]}":${part(
    differing(base.operations, later.operations, name),
    differing(sorted(base.schemas), sorted(later.schemas), ([key]) => key),
  )}}
`
}

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error(
    'Name the folder of an installed @octokit/openapi; the head of this file says how to get one.',
  )
  process.exit(2)
}
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const description = JSON.parse(readFileSync(join(folder, 'generated/api.github.com.json'), 'utf8'))
const [base, later] = VERSIONS.map((each) => distilVersion(description, each))
const text = print({ version, base, later })
JSON.parse(text)
writeFileSync(TARGET, text)
console.error(
  `${OPERATIONS.length} operations, ${Object.keys(base.schemas).length} schemas, ${(text.length / 1e6).toFixed(2)} MB`,
)
