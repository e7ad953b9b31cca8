import { AwsFault, constraintBroken } from '../aws-fault'
import type { QueryForm } from '../query-form'

/** IAM API reference: role names up to 64, policy names up to 128 of the same characters. */
const NAME = /^[\w+=,.@-]+$/
const PATH = /^(?:\/|\/[\x21-\x7e]+\/)$/
const TAGS_PER_ROLE = 50

/** `RoleName` or `PolicyName`, checked as IAM does. */
export function entityName(form: QueryForm, parameter: 'RoleName' | 'PolicyName'): string {
  const value = form.required(parameter)
  const longest = parameter === 'RoleName' ? 64 : 128
  const lowered = parameter === 'RoleName' ? 'roleName' : 'policyName'
  if (!NAME.test(value)) {
    throw new AwsFault(
      'ValidationError',
      `The specified value for ${lowered} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    )
  }
  if (value.length > longest) {
    throw constraintBroken(parameter, value, `Member must have length less than or equal to ${longest}`)
  }
  return value
}

/** `Path`, `/` by default. */
export function entityPath(form: QueryForm): string {
  const value = form.text('Path') ?? '/'
  if (!PATH.test(value) || value.length > 512) {
    throw new AwsFault(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    )
  }
  return value
}

/** `Tags`, at most 50, keys unique without case, up to 128 and 256 characters. */
export function entityTags(form: QueryForm, existing: Record<string, string> = {}): Record<string, string> {
  const given = form.pairs('Tags')
  const keys = new Set(given.map(({ key }) => key.toLowerCase()))
  if (keys.size !== given.length) {
    throw new AwsFault(
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
  }
  for (const { key, value } of given) {
    if (key.length === 0 || key.length > 128) {
      throw constraintBroken('tags.1.member.key', key, 'Member must have length between 1 and 128')
    }
    if (value.length > 256) {
      throw constraintBroken(
        'tags.1.member.value',
        value,
        'Member must have length less than or equal to 256',
      )
    }
  }
  const merged = { ...existing, ...Object.fromEntries(given.map(({ key, value }) => [key, value])) }
  if (Object.keys(merged).length > TAGS_PER_ROLE) {
    throw new AwsFault('LimitExceeded', `Cannot exceed quota for TagsPerRole: ${TAGS_PER_ROLE}`, 409)
  }
  return merged
}

/** `MaxSessionDuration` in seconds, 3,600–43,200. */
export function sessionDuration(form: QueryForm, otherwise: number): number {
  return form.integer('MaxSessionDuration', { min: 3600, max: 43_200, otherwise })
}

/** `Description`, up to 1,000 characters. */
export function entityDescription(form: QueryForm): string | null {
  const value = form.text('Description')
  if (value !== null && value.length > 1000) {
    throw constraintBroken('Description', value, 'Member must have length less than or equal to 1000')
  }
  return value
}
