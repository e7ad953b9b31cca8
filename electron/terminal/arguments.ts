import { InvalidArgumentError } from 'commander'
import { AccountId, ModelId, Region, RepositoryName, RoleName } from '../../shared/domain/ids'
import { Template } from '../../shared/domain/setup'

/* What is typed is checked before anything is opened; a mistake is told by the flag that it stands at. */

type Check<T> = { success: true; data: T } | { success: false; error: { issues: { message: string }[] } }

function checked<T>(schema: { safeParse(text: string): Check<T> }, says?: string): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text)
    if (parsed.success) return parsed.data
    throw new InvalidArgumentError(says ?? parsed.error.issues[0]?.message ?? '')
  }
}

export const repositoryName = checked(RepositoryName, 'Write it as owner/name.')
export const accountId = checked(AccountId)
export const regionCode = checked(Region)
export const modelId = checked(
  ModelId,
  'Write a model ID or an inference profile ID, such as eu.anthropic.claude-sonnet-4-6.',
)
export const roleName = checked(RoleName)
export const templateName = checked(Template, `Write one of ${Template.options.join(', ')}.`)

const oneRepository = checked(RepositoryName)

/** A flag that takes several repositories. */
export function repositoryNames(text: string, sofar: RepositoryName[]): RepositoryName[] {
  return [...sofar, oneRepository(text)]
}

/** The number of a run: GitHub's have eleven digits by now. */
export function runNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}

/** One `name=value`, added to those before it. */
export function workflowInput(text: string, sofar: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Write it as name=value.')
  return { ...sofar, [text.slice(0, equals)]: text.slice(equals + 1) }
}

/** A text that may not be empty, as the value of an unset variable is. */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return text
}
