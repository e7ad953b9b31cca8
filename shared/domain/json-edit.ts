import { type JsonMember, type JsonSpan, jsonSpans } from './json-span'

interface Splice {
  start: number
  end: number
  text: string
}

/** A part of the text that can be cut out of its object or array. */
interface Part {
  start: number
  end: number
}

/**
 * Edits a JSON text so that it means `wanted`, and touches nothing else: what means the same keeps its bytes, its
 * white space and its place. New members and elements follow the last one, laid out as it is.
 */
export function editJson(text: string, wanted: unknown): string {
  // What begins at one place keeps the order in which it was found: brackets from the inside out.
  const splices = edits(text, jsonSpans(text), wanted).sort((a, b) => a.start - b.start)
  let edited = ''
  let at = 0
  for (const { start, end, text: by } of splices) {
    edited += text.slice(at, Math.max(at, start)) + by
    at = Math.max(at, end)
  }
  return edited + text.slice(at)
}

function edits(text: string, span: JsonSpan, wanted: unknown): Splice[] {
  if (same(span.value, wanted)) return []
  if (span.kind === 'object' && isObject(wanted)) return objectEdits(text, span, span.members, wanted)
  if (Array.isArray(wanted)) {
    if (span.kind === 'array')
      return arrayEdits(text, span.elements, wanted) ?? [rewritten(text, span, wanted)]
    if (wanted.length > 0) return bracketed(text, span, wanted)
  }
  return [rewritten(text, span, wanted)]
}

function objectEdits(
  text: string,
  span: JsonSpan,
  members: readonly JsonMember[],
  wanted: Record<string, unknown>,
): Splice[] {
  const added = Object.entries(wanted).filter(([key]) => !members.some((member) => member.key === key))
  const kept = members.filter(({ key }) => Object.hasOwn(wanted, key))
  const last = kept.at(-1)
  if (!last) return [rewritten(text, span, wanted)]
  const parts = members.map(({ start, key, span: { end } }) => ({
    start,
    end,
    stays: Object.hasOwn(wanted, key),
  }))
  const space = spaceBefore(text, last.start)
  const more = added.map(
    ([key, value]) => `,${space}${JSON.stringify(key)}${last.colon}${print(value, text, space)}`,
  )
  return [
    ...kept.flatMap((member) => edits(text, member.span, wanted[member.key])),
    ...cuts(parts),
    ...inserted(last.span.end, more),
  ]
}

/** Null where the order of what stays would change: then the array is written anew. */
function arrayEdits(text: string, elements: readonly JsonSpan[], wanted: unknown[]): Splice[] | null {
  const last = elements.at(-1)
  if (!last || wanted.length === 0) return null
  if (elements.every(({ kind }) => kind === 'object') && wanted.length >= elements.length) {
    const more = wanted.slice(elements.length).map((value) => appended(text, last, value))
    return [
      ...elements.flatMap((element, index) => edits(text, element, wanted[index])),
      ...inserted(last.end, more),
    ]
  }
  const stays = (element: JsonSpan) => wanted.some((value) => same(value, element.value))
  const kept = elements.filter(stays)
  const end = kept.at(-1)
  if (!end || !kept.every(({ value }, index) => same(value, wanted[index]))) return null
  const more = wanted.slice(kept.length).map((value) => appended(text, end, value))
  return [
    ...cuts(elements.map((one) => ({ start: one.start, end: one.end, stays: stays(one) }))),
    ...inserted(end.end, more),
  ]
}

/** A lone value where several are wanted: brackets around it; its own bytes stay. */
function bracketed(text: string, span: JsonSpan, [first, ...others]: unknown[]): Splice[] {
  const space = text.includes('\n') && span.kind === 'object' ? `\n${indentAt(text, span.start)}` : ''
  const more = others.map((value) => `,${space || spaceOfList(text)}${print(value, text, space)}`)
  return [
    { start: span.start, end: span.start, text: '[' },
    ...edits(text, span, first),
    { start: span.end, end: span.end, text: `${more.join('')}]` },
  ]
}

function appended(text: string, last: JsonSpan, value: unknown): string {
  const before = spaceBefore(text, last.start)
  const space = before === '' ? spaceOfList(text) : before
  return `,${space}${print(value, text, space)}`
}

function inserted(at: number, more: readonly string[]): Splice[] {
  return more.length > 0 ? [{ start: at, end: at, text: more.join('') }] : []
}

function rewritten(text: string, { start, end }: JsonSpan, value: unknown): Splice {
  return { start, end, text: print(value, text, text.includes('\n') ? `\n${indentAt(text, start)}` : '') }
}

/** What goes takes one comma with it: the one after it while nothing that stays came before, else the one before. */
function cuts(parts: readonly (Part & { stays: boolean })[]): Splice[] {
  return parts.flatMap((part, index) => {
    if (part.stays) return []
    const before = parts.slice(0, index).some(({ stays }) => stays)
    const [previous, next] = [parts[index - 1], parts[index + 1]]
    if (before && previous) return [{ start: previous.end, end: part.end, text: '' }]
    return next ? [{ start: part.start, end: next.start, text: '' }] : []
  })
}

/** Laid out over lines where the text around it is, one step deeper for each level. */
function print(value: unknown, text: string, space: string): string {
  if (!space.includes('\n')) return JSON.stringify(value)
  const [, step = '  '] = /\n([ \t]+)\S/.exec(text) ?? []
  const indent = space.slice(space.lastIndexOf('\n') + 1)
  return JSON.stringify(value, null, step).replaceAll('\n', `\n${indent}`)
}

function spaceBefore(text: string, at: number): string {
  return /\s*$/.exec(text.slice(0, at))?.[0] ?? ''
}

/** Between elements that stand on one line. */
function spaceOfList(text: string): string {
  return /[,:] /.test(text) ? ' ' : ''
}

function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^\s*/.exec(line)?.[0] ?? ''
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same JSON value, whatever the order of its members. */
export function same(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((value, index) => same(value, right[index]))
  if (!isObject(left) || !isObject(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
  )
}
