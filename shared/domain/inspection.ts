import { z } from 'zod'
import { resolveExpression } from './expression'
import { scanParts } from './expression/scan'
import { ParseError } from './observation'
import { escapeSubjectValue } from './subject'
import { triggerRefs } from './trigger-ref'
import { parseWorkflow } from './workflow-file'
import { ConfigureStep, IdToken, type Trigger, type WorkflowFile, type WorkflowJob } from './workflow-types'

const InspectedJob = z.object({
  id: z.string(),
  idToken: IdToken,
  environment: z.string().nullable(),
  calls: z.string().nullable(),
  configureSteps: z.array(ConfigureStep.omit({ line: true })),
  reads: z.object({ variables: z.array(z.string()), secrets: z.array(z.string()) }),
  /** For each trigger, in their order, with `{owner}`, `{repo}` and `{branch}`; `*` for what only a run knows. */
  subjects: z.array(z.string()),
})

/** What a workflow file says by itself; the answer of `rolecall inspect`. Lines and columns count from 1. */
export const Inspection = z.object({
  valid: z.boolean(),
  errors: z.array(ParseError),
  triggers: z.array(z.string()),
  dispatchInputs: z.array(z.string()),
  jobs: z.array(InspectedJob),
})
export type Inspection = z.infer<typeof Inspection>

/** GitHub's own are a few hundred lines; what is larger would only be read for minutes to be refused. */
const MOST_CHARACTERS = 500_000

/** YAML has no control character but tab and the ends of lines (YAML 1.2, section 5.1). */
const CONTROL = /(?![\t\n\r\u0085])\p{Cc}/u

/** Reads a workflow file that stands alone, without the repository that it is meant for. */
export function inspectWorkflow(text: string): Inspection {
  const plain = text.replace(/^\uFEFF/, '')
  if (plain.length > MOST_CHARACTERS)
    return refusedInspection('The file is too large to be a workflow: it has more than 500,000 characters.')
  const control = CONTROL.exec(plain)
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return refusedInspection(`The character U+${code} cannot stand in a workflow.`, plain, control.index)
  }
  const parsed = parseWorkflow('.github/workflows/workflow.yml', plain)
  if (!parsed.valid) return { valid: false, errors: parsed.errors, ...NOTHING }
  return inspected(parsed.file)
}

const NOTHING: Omit<Inspection, 'valid' | 'errors'> = { triggers: [], dispatchInputs: [], jobs: [] }

/** The answer about a file that cannot be read at all, or not further than `at`, an index into its text. */
export function refusedInspection(message: string, text = '', at = 0): Inspection {
  const before = text.slice(0, at).split(/\r\n|\r|\n/)
  const column = (before.at(-1)?.length ?? 0) + 1
  return { valid: false, errors: [{ line: before.length, column, message }], ...NOTHING }
}

function inspected(file: WorkflowFile): Inspection {
  return {
    valid: true,
    errors: [],
    triggers: file.triggers.map(({ event }) => event),
    dispatchInputs: file.dispatchInputs?.map(({ name }) => name) ?? [],
    jobs: file.jobs.map((job) => ({
      id: job.id,
      idToken: job.idToken,
      environment: job.environment || null,
      calls: job.calls,
      configureSteps: job.configureSteps.map(({ line: _, ...step }) => step),
      reads: job.reads,
      subjects: file.triggers.flatMap((trigger) => subjectsOf(trigger, job)),
    })),
  }
}

/** The branch that a run is of, where no filter names it: a file does not tell which one is the default. */
const BRANCH = '{branch}'

/** What stands in `sub` when the event starts the job: the environment before anything else (field-notes §1). */
function subjectsOf(trigger: Trigger, { environment }: WorkflowJob): string[] {
  const named = environmentPattern(environment)
  const contexts = named === '' ? contextsOf(trigger) : [`environment:${named}`]
  return contexts.map((context) => `repo:{owner}/{repo}:${context}`)
}

/** Empty where the job is in no environment; `*` for each part of the name that only a run knows. */
function environmentPattern(environment: string | null): string {
  const parts = scanParts(environment ?? '').map((part) => {
    if (part.kind === 'text') return part.text
    const { value, known } = resolveExpression(`\${{ ${part.source} }}`, () => null)
    return known ? value : '*'
  })
  return escapeSubjectValue(parts.join(''))
}

/** One for each ref that a push's filters name. What `{branch}` stands for, no pattern needs to say again. */
function contextsOf(trigger: Trigger): string[] {
  const contexts = triggerRefs(trigger, BRANCH).map(({ context }) => context)
  const ofBranch = `ref:refs/heads/${BRANCH}`
  if (!contexts.includes(ofBranch)) return contexts
  return contexts.filter((context) => context === ofBranch || !/^ref:refs\/(?:heads\/.*)?\*/.test(context))
}
