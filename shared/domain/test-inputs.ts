import { redact } from './redaction'
import type { Setup } from './setup'
import type { DispatchInput } from './workflow-types'

/** Where the value of an input comes from before anybody has typed one. */
export type InputSource = 'setup' | 'remembered' | 'default' | 'none'

export interface InputValue {
  value: string
  source: InputSource
}

/** GitHub's limit for `workflow_dispatch` (field-notes §4). */
export const MOST_INPUTS = 25

/* Names under which orchestrating workflows take what a setup decides, without case, `-` and `_`. */
const OF_SETUP: Readonly<Record<string, (setup: Setup) => string>> = {
  provider: () => 'bedrock',
  aiprovider: () => 'bedrock',
  region: ({ region }) => region,
  awsregion: ({ region }) => region,
  model: ({ model }) => model,
  modelid: ({ model }) => model,
  bedrockmodelid: ({ model }) => model,
}

/** What a setup says to an input; null where it says nothing, or what a choice does not offer. */
export function valueFromSetup(input: DispatchInput, setup: Setup | null): string | null {
  const told = setup && OF_SETUP[input.name.toLowerCase().replace(/[-_]/g, '')]?.(setup)
  if (!told || input.type === 'boolean' || input.type === 'number' || input.type === 'environment')
    return null
  return input.options.length > 0 && !input.options.includes(told) ? null : told
}

/** The values that a dialog begins with: of the setup, else remembered, else the file's own defaults. */
export function firstValues(
  inputs: readonly DispatchInput[],
  setup: Setup | null,
  remembered: Readonly<Record<string, string>>,
): Record<string, InputValue> {
  return Object.fromEntries(
    inputs.map((input) => [input.name, firstValue(input, setup, remembered[input.name])]),
  )
}

function firstValue(input: DispatchInput, setup: Setup | null, remembered: string | undefined): InputValue {
  const told = valueFromSetup(input, setup)
  if (told !== null) return { value: told, source: 'setup' }
  if (remembered !== undefined && complaintOf(input, remembered) === null) {
    return { value: remembered, source: 'remembered' }
  }
  if (input.default !== null) return { value: input.default, source: 'default' }
  /* GitHub itself sends the first option of a choice, and `false`, where nothing is chosen. */
  if (input.type === 'boolean') return { value: 'false', source: 'none' }
  return { value: input.type === 'choice' ? (input.options[0] ?? '') : '', source: 'none' }
}

/** What is wrong with a value; null where GitHub would take it. `environments` empty: they are not known. */
export function complaintOf(
  input: DispatchInput,
  value: string,
  environments: readonly string[] = [],
): string | null {
  if (value === '') return input.required ? 'The workflow requires a value.' : null
  switch (input.type) {
    case 'number':
      return Number.isFinite(Number(value)) ? null : 'Write a number.'
    case 'boolean':
      return value === 'true' || value === 'false' ? null : 'Write true or false.'
    case 'choice':
      return input.options.includes(value) ? null : `Choose one of ${input.options.join(', ')}.`
    case 'environment':
      return environments.length === 0 || environments.includes(value)
        ? null
        : 'The repository has no such environment.'
    case 'string':
      return null
    default: {
      const unreachable: never = input.type
      return unreachable
    }
  }
}

/**
 * The inputs that all of these workflows take, so that one value can be given to all: of a choice the options that each
 * offers, a default where it is the same everywhere. Environments are each repository's own.
 */
export function commonInputs(lists: readonly (readonly DispatchInput[])[]): DispatchInput[] {
  const [first, ...others] = lists
  return (first ?? []).flatMap((input) => {
    const alike = others.map((list) =>
      list.find(({ name, type }) => name === input.name && type === input.type),
    )
    const found = alike.filter((each) => each !== undefined)
    if (found.length < others.length || input.type === 'environment') return []
    const options = input.options.filter((option) => found.every((each) => each.options.includes(option)))
    if (input.type === 'choice' && options.length === 0) return []
    return [
      {
        ...input,
        options,
        required: false,
        default: found.every((each) => each.default === input.default) ? input.default : null,
      },
    ]
  })
}

const SECRET_NAME = /secret|token|passw|credential|private|api-?_?key|access-?_?key/i

/** The inputs that may be kept: none that by name or form may be a secret. */
export function withoutSecrets(inputs: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(inputs).filter(
    ([name, value]) => !SECRET_NAME.test(name) && redact(`${name}=${value}`) === `${name}=${value}`,
  )
  return Object.fromEntries(kept)
}

/* Names under which workflows take a mark that comes back in the name of the run or of a step. */
const NONCE = ['distinct_id', 'rolecall_id', 'nonce', 'correlation_id', 'request_id', 'dispatch_id']

/** The input into which a workflow wants a mark of its own; null where it declares none that is free. */
export function nonceInput(
  inputs: readonly DispatchInput[],
  given: Readonly<Record<string, string>>,
): string | null {
  const found = inputs.find(({ name, type }) => type === 'string' && NONCE.includes(name.toLowerCase()))
  return found && !given[found.name] ? found.name : null
}
