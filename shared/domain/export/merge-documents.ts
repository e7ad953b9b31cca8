import { z } from 'zod'

type Json = unknown

const JsonObject = z.record(z.string(), z.unknown())

/**
 * Two changes of one policy document as one: what each adds is added, what each takes away is gone. Null where they
 * contradict each other. `before` null: both write it new.
 */
export function mergeDocuments(before: string | null, one: string, other: string): string | null {
  if (one === other) return one
  const merged = merge(before === null ? undefined : JSON.parse(before), JSON.parse(one), JSON.parse(other))
  return merged === CONTRADICTION ? null : JSON.stringify(merged)
}

const CONTRADICTION = Symbol('contradiction')

function merge(before: Json, one: Json, other: Json): Json {
  if (same(one, other) || same(before, other)) return one
  if (same(before, one)) return other
  /* IAM writes a list of one as the one. */
  if (Array.isArray(one) || Array.isArray(other))
    return mergeLists(listOf(before), listOf(one), listOf(other))
  const objects = z.tuple([JsonObject, JsonObject]).safeParse([one, other])
  return objects.success ? mergeObjects(before, ...objects.data) : CONTRADICTION
}

function mergeObjects(before: Json, one: Record<string, Json>, other: Record<string, Json>): Json {
  const was = JsonObject.safeParse(before).data ?? {}
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  const parts = keys.map((key): [string, Json] => [key, merge(was[key], one[key], other[key])])
  if (parts.some(([, part]) => part === CONTRADICTION)) return CONTRADICTION
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined))
}

/* Statements keep their place, so those that stood are met by their number; values and new statements are sets. */
function mergeLists(before: Json[], one: Json[], other: Json[]): Json {
  const areStanding = [one, other].every((list) => list.length >= before.length) && before.some(isObject)
  const standing = areStanding ? before.map((was, index) => merge(was, one[index], other[index])) : []
  if (standing.includes(CONTRADICTION)) return CONTRADICTION
  if (areStanding) return union(standing, [...one.slice(before.length), ...other.slice(before.length)])
  const isGone = (value: Json) => has(before, value) && !(has(one, value) && has(other, value))
  return union(
    [],
    [...one, ...other].filter((value) => !isGone(value)),
  )
}

function union(first: readonly Json[], more: readonly Json[]): Json[] {
  const all = [...first, ...more]
  return all.filter((value, index) => index < first.length || !has(all.slice(0, index), value))
}

function has(list: readonly Json[], value: Json): boolean {
  return list.some((each) => same(each, value))
}

function listOf(value: Json): Json[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function isObject(value: Json): boolean {
  return JsonObject.safeParse(value).success
}

function same(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
