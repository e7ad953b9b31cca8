import { z } from 'zod'
import type { TestChoice } from '../../shared/contract/test-runs'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import { RepositoryName } from '../../shared/domain/ids'
import { inputName, readInput } from './input'

/** What single repositories begin with, by their names; what one leaves out is as the flags say. */
const ChoicesFile = z.record(
  RepositoryName,
  z.strictObject({
    workflow: z.string().min(1).optional(),
    ref: z.string().min(1).optional(),
    inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  }),
)

/** The choices of a file, over what is common to all. Throws `invalid` for a file that holds none. */
export async function readChoices(
  path: string,
  common: TestChoice,
): Promise<(TestChoice & { repository: RepositoryName })[]> {
  const read = await readInput(path)
  if (!read.ok) throw refused(`${inputName(path)} ${read.why}.`)
  const parsed = ChoicesFile.safeParse(parseJson(read.text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue && issue.path.length > 0 ? ` (at ${issue.path.join(' → ')}: ${issue.message})` : ''
    throw refused(
      `${inputName(path)} holds no choices${where}. Write {"owner/name": {"workflow": "…", "ref": "…", "inputs": {"NAME": "VALUE"}}}.`,
    )
  }
  return Object.entries(parsed.data).map(([repository, own]) => ({
    repository: RepositoryName.parse(repository),
    workflowPath: own.workflow ?? common.workflowPath,
    ref: own.ref ?? common.ref,
    inputs: { ...common.inputs, ...textOf(own.inputs) },
  }))
}

/* GitHub takes every input as a text. */
function textOf(inputs: Record<string, string | number | boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function refused(sentence: string): ExpectedFailure {
  return new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'choices' }))
}
