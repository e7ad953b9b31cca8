#!/usr/bin/env node
/*
 * Distils what Terraform's providers and CloudFormation accept into test/support/infrastructure-schemas.json, as
 * JSON Schemas of the few resources that an export writes:
 *
 *   npm install --no-save --prefix FOLDER --ignore-scripts @cdktf/provider-aws@21.22.1 \
 *     @cdktf/provider-github@15.3.1 @aws-cdk/aws-service-spec@0.1.216
 *   node test/support/distil-infrastructure.mjs FOLDER/node_modules
 *
 * The packages are generated from the providers' own schemas and from CloudFormation's registry, and weigh half a
 * gigabyte. Terraform's attributes are read from `synthesizeHclAttributes` (names and types) and from the type of the
 * configuration (what is required).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const TARGET = new URL('infrastructure-schemas.json', import.meta.url)

const TERRAFORM = {
  '@cdktf/provider-aws': {
    providers: { aws: 'provider' },
    resources: {
      aws_iam_openid_connect_provider: 'iam-openid-connect-provider',
      aws_iam_role: 'iam-role',
      aws_iam_role_policy: 'iam-role-policy',
    },
    data: { aws_iam_role: 'data-aws-iam-role' },
  },
  '@cdktf/provider-github': {
    providers: { github: 'provider' },
    resources: {
      github_actions_environment_secret: 'actions-environment-secret',
      github_actions_environment_variable: 'actions-environment-variable',
      github_actions_secret: 'actions-secret',
      github_actions_variable: 'actions-variable',
      github_branch: 'branch',
      github_repository_file: 'repository-file',
      github_repository_pull_request: 'repository-pull-request',
    },
    data: {},
  },
}

const CLOUDFORMATION = ['AWS::IAM::OIDCProvider', 'AWS::IAM::Role', 'AWS::IAM::RolePolicy']

const STRING = { type: 'string' }
const STORED = {
  string: STRING,
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  stringList: { type: 'array', items: STRING },
  numberList: { type: 'array', items: { type: 'number' } },
  stringMap: { type: 'object', additionalProperties: STRING },
}

function terraformSchema(folder) {
  const code = readFileSync(join(folder, 'index.js'), 'utf8')
  const attributes = code.slice(code.lastIndexOf('synthesizeHclAttributes()'))
  const types = readFileSync(join(folder, 'index.d.ts'), 'utf8')
  const config = /interface \w+Config(?: extends [\w.]+)? \{\n([\s\S]*?)\n\}/.exec(types)?.[1] ?? ''
  const required = [...config.matchAll(/readonly (\w+):/g)].map(([, name]) => snake(name))
  const properties = {}
  for (const [, name, body] of attributes.matchAll(/^ {12}(\w+): \{\n([\s\S]*?)^ {12}\}/gm)) {
    const stored = /storageClassType: "(\w+)"/.exec(body)?.[1]
    /* Blocks and objects, of which an export writes none. */
    if (stored in STORED) properties[name] = STORED[stored]
  }
  return { type: 'object', required, properties, additionalProperties: false }
}

function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function terraform(modules) {
  const book = { versions: {}, providers: {}, resources: {}, data: {} }
  for (const [name, parts] of Object.entries(TERRAFORM)) {
    const folder = join(modules, name)
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    book.versions[about.cdktf.provider.name] = about.cdktf.provider.version
    for (const part of ['providers', 'resources', 'data']) {
      for (const [type, at] of Object.entries(parts[part])) {
        book[part][type] = terraformSchema(join(folder, 'lib', at))
      }
    }
  }
  return book
}

function cloudFormation(modules) {
  const from = createRequire(join(modules, '..', 'here.js'))
  const db = from('@aws-cdk/aws-service-spec').loadAwsServiceSpecSync()
  const schemaOf = (type) => {
    if (type.type === 'union') return { anyOf: type.types.map(schemaOf) }
    if (type.type === 'array') return { type: 'array', items: schemaOf(type.element) }
    if (type.type === 'json') return { type: 'object' }
    if (type.type === 'tag')
      return {
        type: 'object',
        required: ['Key', 'Value'],
        properties: { Key: STRING, Value: STRING },
        additionalProperties: false,
      }
    if (type.type === 'ref') return objectOf(db.get('typeDefinition', type.reference.$ref).properties)
    return { type: type.type }
  }
  const objectOf = (properties) => ({
    type: 'object',
    required: Object.keys(properties).filter((key) => properties[key].required),
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, { type }]) => [key, schemaOf(type)]),
    ),
    additionalProperties: false,
  })
  return Object.fromEntries(
    CLOUDFORMATION.map((type) => {
      const [resource] = db.lookup('resource', 'cloudFormationType', 'equals', type)
      return [
        type,
        { properties: objectOf(resource.properties), attributes: Object.keys(resource.attributes) },
      ]
    }),
  )
}

const modules = resolve(process.argv[2] ?? '')
const book = { terraform: terraform(modules), cloudformation: cloudFormation(modules) }
writeFileSync(TARGET, `${JSON.stringify(book, null, 1)}\n`)
