import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import { type Block, type Expression, parseHcl } from './hcl'

interface Book {
  terraform: Record<'providers' | 'resources' | 'data', Record<string, object>>
  cloudformation: Record<string, { properties: object; attributes: string[] }>
}

/* Distilled by distil-infrastructure.mjs from the providers' schemas and CloudFormation's. */
const BOOK: Book = JSON.parse(readFileSync(new URL('infrastructure-schemas.json', import.meta.url), 'utf8'))
const AJV = new Ajv({ strict: false, allErrors: true })

function complaints(schema: object | undefined, value: unknown, of: string): string[] {
  if (!schema) return [`${of} is not known.`]
  const check = AJV.compile(schema)
  return check(value)
    ? []
    : (check.errors ?? []).map((error) => `${of}${error.instancePath} ${error.message}`)
}

/* Arguments that Terraform itself takes for every resource (Terraform language, meta-arguments). */
const META = ['provider', 'depends_on', 'alias']

/** What Terraform's providers would refuse in a configuration: unknown types and arguments, missing ones, dangling references. */
export function terraformComplaints(text: string): string[] {
  const blocks = parseHcl(text)
  const addresses = new Set(blocks.map(addressOf))
  const twice = blocks
    .map(addressOf)
    .filter((one, index, all) => one !== 'import' && all.indexOf(one) !== index)
  return [
    ...twice.map((address) => `${address} is there twice.`),
    ...blocks.flatMap((block) => [...blockComplaints(block), ...dangling(block, addresses)]),
  ]
}

/** A block's arguments as values: what a call gives, and a text for what only an apply knows. */
export function argumentsOf({ attributes }: Block): Record<string, unknown> {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, given(value)]))
}

function given(expression: Expression): unknown {
  switch (expression.kind) {
    case 'value':
      return expression.value
    case 'list':
      return expression.items.map(given)
    case 'object':
      return Object.fromEntries(expression.entries.map(([key, value]) => [key, given(value)]))
    case 'reference':
      return expression.path.endsWith('.tags') ? {} : expression.path
    case 'call':
      return called(expression.name, expression.args.map(given))
  }
}

function called(name: string, args: unknown[]): unknown {
  if (name === 'jsonencode') return JSON.stringify(args[0])
  if (name === 'merge') return Object.assign({}, ...args)
  throw new Error(`${name} is no function that an export calls.`)
}

/** How a block is referred to. */
export function addressOf({ type, labels, attributes }: Block): string {
  if (type === 'resource') return labels.join('.')
  if (type === 'variable') return `var.${labels[0]}`
  if (type !== 'provider') return [type, ...labels].join('.')
  const alias = attributes.get('alias')
  return alias?.kind === 'value' ? `${labels[0]}.${alias.value}` : `provider ${labels[0]}`
}

function blockComplaints(block: Block): string[] {
  const { type, labels } = block
  const of = addressOf(block)
  const own = Object.entries(argumentsOf(block)).filter(
    ([name, value]) => !META.includes(name) && value !== null,
  )
  const value = Object.fromEntries(own)
  const nested = block.blocks.filter((inner) => !(type === 'resource' && inner.type === 'lifecycle'))
  if (type === 'terraform')
    return Object.keys(value).join() === 'required_version' ? [] : [`${of}: ${Object.keys(value)}`]
  if (type === 'import')
    return Object.keys(value).sort().join() === 'id,to' ? [] : [`${of}: ${Object.keys(value)}`]
  if (type === 'variable')
    return 'type' in value && 'description' in value ? [] : [`${of} says nothing of itself.`]
  const part = ({ resource: 'resources', data: 'data', provider: 'providers' } as const)[type]
  if (!part) return [`${type} is no block of Terraform's.`]
  return [
    ...nested.map((inner) => `${of} has a block ${inner.type}.`),
    ...ignored(block, BOOK.terraform[part][labels[0] ?? '']),
    ...complaints(BOOK.terraform[part][labels[0] ?? ''], value, of),
  ]
}

/* What a lifecycle leaves alone has to be an argument that there is. */
function ignored(block: Block, schema: object | undefined): string[] {
  const changes = block.blocks[0]?.attributes.get('ignore_changes')
  const known: object = schema && 'properties' in schema ? (schema.properties as object) : {}
  const names = changes?.kind === 'list' ? changes.items.map(given) : []
  return names
    .filter((name) => !(String(name) in known))
    .map((name) => `${addressOf(block)} ignores ${name}.`)
}

function dangling(block: Block, addresses: ReadonlySet<string>): string[] {
  const isOurs = (path: string) => /^(?:data\.)?(?:aws|github)_|^var\.|^(?:aws|github)\./.test(path)
  return [...block.attributes.values()]
    .flatMap(referencesIn)
    .filter((path) => isOurs(path) && !addresses.has(path) && !addresses.has(path.replace(/\.\w+$/, '')))
    .map((path) => `${addressOf(block)} refers to ${path}, which is not there.`)
}

function referencesIn(expression: Expression): string[] {
  if (expression.kind === 'reference') return [expression.path]
  if (expression.kind === 'list') return expression.items.flatMap(referencesIn)
  if (expression.kind === 'call') return expression.args.flatMap(referencesIn)
  return []
}

interface TemplateResource {
  Type: string
  Condition?: string
  DependsOn?: string
  Properties: Record<string, unknown>
}

export interface Template {
  AWSTemplateFormatVersion: string
  Description: string
  Metadata: { Rolecall: { ByHand: { Repository: string; Change: string; Why: string; Wanted?: unknown }[] } }
  Conditions?: Record<string, unknown>
  Resources: Record<string, TemplateResource>
  Outputs?: Record<
    string,
    { Description: string; Condition?: string; Value: { 'Fn::GetAtt': [string, string] } }
  >
}

/* CloudFormation user guide, template anatomy: sections; logical IDs are alphanumeric. */
const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Conditions', 'Resources', 'Outputs']
const RESOURCE_KEYS = ['Type', 'Condition', 'DependsOn', 'Properties']

/** What CloudFormation would refuse in a template. */
export function templateComplaints(template: Template): string[] {
  const { Resources, Outputs = {}, Conditions = {} } = template
  const ids = [...Object.keys(Resources), ...Object.keys(Outputs), ...Object.keys(Conditions)]
  const conditions = [...Object.values(Resources), ...Object.values(Outputs)].flatMap(
    ({ Condition = [] }) => Condition,
  )
  return [
    ...Object.keys(template).filter((key) => !SECTIONS.includes(key)),
    ...(template.AWSTemplateFormatVersion === '2010-09-09' ? [] : ['AWSTemplateFormatVersion']),
    ...(Buffer.byteLength(template.Description) <= 1024 ? [] : ['Description is too long.']),
    ...ids.filter((id) => !/^[A-Za-z0-9]{1,255}$/.test(id)),
    ...conditions.filter((name) => !(name in Conditions)),
    ...Object.entries(Resources).flatMap(([id, { Type, DependsOn, Properties, ...rest }]) => [
      ...Object.keys(rest).filter((key) => !RESOURCE_KEYS.includes(key)),
      ...(DependsOn === undefined || DependsOn in Resources ? [] : [`${id} depends on ${DependsOn}.`]),
      ...complaints(BOOK.cloudformation[Type]?.properties, Properties, id),
    ]),
    ...Object.values(Outputs).flatMap(
      ({
        Value: {
          'Fn::GetAtt': [id, attribute],
        },
      }) =>
        BOOK.cloudformation[Resources[id]?.Type ?? '']?.attributes.includes(attribute)
          ? []
          : [`${id}.${attribute}`],
    ),
  ]
}
