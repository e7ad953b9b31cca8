import { parse } from '@cdktn/hcl2json'
import { type Block, type Expression, parseHcl } from './hcl'

/**
 * What HashiCorp's own parser (the Go library, compiled to WebAssembly) refuses in a configuration, and what it reads
 * otherwise than ours: each argument of each block by its address, with its value where that is plain.
 */
export async function hashicorpComplaints(text: string): Promise<string[]> {
  let read: unknown
  try {
    read = await parse('main.tf', text)
  } catch (error) {
    return [String(error)]
  }
  const theirs = new Set(theirLines('', read))
  const ours = new Set(parseHcl(text).flatMap((block) => ourLines('', block)))
  return [
    ...[...theirs].filter((line) => !ours.has(line)).map((line) => `Only HashiCorp’s parser reads ${line}`),
    ...[...ours].filter((line) => !theirs.has(line)).map((line) => `Only ours reads ${line}`),
  ]
}

/* Blocks stand under their type and labels, in a list; everything else is an argument. */
function theirLines(at: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = `${at}/${key}`
    if (isBlocks(inner)) return inner.flatMap((each) => argumentLines(here, each))
    return theirLines(here, inner)
  })
}

function argumentLines(at: string, block: object): string[] {
  return Object.entries(block).flatMap(([key, value]) => {
    const here = `${at}/${key}`
    return isBlocks(value)
      ? value.flatMap((each) => argumentLines(here, each))
      : [`${here}${typeof value === 'string' && !value.includes('{') ? ` = ${value}` : ''}`]
  })
}

function isBlocks(value: unknown): value is object[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => isObject(each))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ourLines(at: string, { type, labels, attributes, blocks }: Block): string[] {
  const here = [at, type, ...labels].join('/').replace(/^\/*/, '/')
  const own = [...attributes].map(([name, value]) => `${here}/${name}${plain(value)}`)
  return [...own, ...blocks.flatMap((block) => ourLines(here, block))]
}

function plain(expression: Expression): string {
  const isPlain = expression.kind === 'value' && typeof expression.value === 'string'
  return isPlain && !String(expression.value).includes('{') ? ` = ${expression.value}` : ''
}
