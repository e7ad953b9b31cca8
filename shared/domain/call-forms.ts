import { startsClaudeCode } from './claude-code'
import type { CallForms } from './models'
import type { OurJob } from './picture'
import { type Allowance, type Setup, USUAL_ALLOWANCE } from './setup'
import type { WorkflowJob } from './workflow-types'

const STREAMS =
  /\bconverse[-_]stream\b|\binvoke_model_with_response_stream\b|\binvoke-model-with-response-stream\b|\b(?:ConverseStream|InvokeModelWithResponseStream)Command\b/
const COUNTS = /\bcount_tokens\s*\(|\bbedrock-runtime\s+count-tokens\b|\bCountTokensCommand\b/

/** How a job is seen to call its model, as far as its steps are written out in the workflow. */
export function formsOfJob(job: WorkflowJob): CallForms {
  const says = (pattern: RegExp) => job.steps.some(({ run }) => run !== null && pattern.test(run))
  return { streaming: startsClaudeCode(job) || says(STREAMS), countTokens: says(COUNTS) }
}

/** The setup's choices, or the usual ones where it does not say. */
export function allowanceOf(setup: Pick<Setup, 'allowance'> | null): Allowance {
  return setup?.allowance ?? USUAL_ALLOWANCE
}

/** What the setup allows, widened to what its jobs do. */
export function allowanceFor(setup: Pick<Setup, 'allowance'> | null, jobs: readonly OurJob[]): Allowance {
  const wanted = allowanceOf(setup)
  const forms = jobs.map(({ acting }) => formsOfJob(acting.bedrock.job))
  return {
    ...wanted,
    streaming: wanted.streaming || forms.some(({ streaming }) => streaming),
    countTokens: wanted.countTokens || forms.some(({ countTokens }) => countTokens),
  }
}
