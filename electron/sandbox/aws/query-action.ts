import { randomBytes } from 'node:crypto'
import type { Stage } from '../world'
import { AwsFault } from './aws-fault'
import type { Caller } from './caller'
import type { QueryForm } from './query-form'
import type { XmlTree } from './xml'

/** One signed call of a Query service. */
export interface QueryCall {
  stage: Stage
  caller: Caller
  form: QueryForm
}

/** One action of a Query service: what it touches, for the permission check, and what it does. */
export interface QueryAction {
  resource(call: QueryCall): string
  perform(call: QueryCall): XmlTree
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An identifier of AWS's look, such as `AROA…` (role) or `ASIA…` (session key). */
export function uniqueId(prefix: string, length = 17): string {
  return prefix + Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}

/** Seconds precision, as IAM gives times. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** One page of a listing by `MaxItems` (100 by default, at most 1,000) and `Marker`. */
export function pageOf<T>(
  items: T[],
  form: QueryForm,
): { items: T[]; paging: { IsTruncated: boolean; Marker: string | null } } {
  const size = form.integer('MaxItems', { min: 1, max: 1000, otherwise: 100 })
  const start = offsetOf(form.text('Marker'))
  const end = start + size
  const truncated = end < items.length
  const Marker = truncated ? Buffer.from(`offset:${end}`).toString('base64') : null
  return { items: items.slice(start, end), paging: { IsTruncated: truncated, Marker } }
}

function offsetOf(marker: string | null): number {
  if (marker === null || marker === '') return 0
  const match = /^offset:(\d+)$/.exec(Buffer.from(marker, 'base64').toString('utf8'))
  if (!match) throw new AwsFault('ValidationError', 'Invalid Marker.')
  return Number(match[1])
}
