import { z } from 'zod'
import type { GithubEnvironment, GithubRepository, GithubSecret, GithubVariable } from './github-world'
import { GithubFault, invalid, orNotFound } from './request/fault'

/** A repository or one of its environments: both hold variables and secrets in the same form. */
export type ValueHolder = Pick<GithubRepository | GithubEnvironment, 'variables' | 'secrets'>

/** GitHub's rule for names of variables and secrets; it stores them in capitals. */
export const ValueName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'a name can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_) and must start with a letter or an underscore',
  )
  .refine((name) => !name.toUpperCase().startsWith('GITHUB_'), 'a name must not start with GITHUB_')
  .transform((name) => name.toUpperCase())

/** GitHub's limit for the value of a variable or secret: 48 KB. */
export const VALUE_LIMIT_BYTES = 48 * 1024

/** In the order of names, as GitHub lists them. */
export function byName<T extends { name: string }>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The variable or secret of that name, without case, or 404. */
export function named<T extends { name: string }>(values: readonly T[], name: string | undefined): T {
  return orNotFound(values.find((each) => each.name === name?.toUpperCase()))
}

/** Adds a variable; 409 when the name is taken. */
export function addVariable(holder: ValueHolder, name: string, value: string, at: string): void {
  if (holder.variables.some((each) => each.name === name)) {
    throw new GithubFault(409, 'Already exists - Variable already exists')
  }
  requireFit(value)
  holder.variables.push({ name, value, createdAt: at, updatedAt: at })
}

/** Changes a variable's name, its value or both; 409 when the new name is taken. */
export function changeVariable(
  holder: ValueHolder,
  variable: GithubVariable,
  change: { name?: string | undefined; value?: string | undefined },
  at: string,
): void {
  const name = change.name ?? variable.name
  if (holder.variables.some((each) => each !== variable && each.name === name)) {
    throw new GithubFault(409, 'Already exists - Variable already exists')
  }
  requireFit(change.value ?? '')
  Object.assign(variable, { name, value: change.value ?? variable.value, updatedAt: at })
}

/** Writes a secret; true when it is new. */
export function putSecret(holder: ValueHolder, name: string, value: string, at: string): boolean {
  requireFit(value)
  const known = holder.secrets.find((each: GithubSecret) => each.name === name)
  if (known) Object.assign(known, { value, updatedAt: at })
  else holder.secrets.push({ name, value, createdAt: at, updatedAt: at })
  return known === undefined
}

function requireFit(value: string): void {
  if (Buffer.byteLength(value) > VALUE_LIMIT_BYTES) throw invalid('Value is too large. Maximum size is 48 KB')
}
