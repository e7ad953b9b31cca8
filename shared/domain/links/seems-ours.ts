import type { WorkflowObservation } from '../observation'

/** Whether a file that does not parse was meant to be ours, which only its text can tell. */
export function seemsOurs({ parsed, text }: WorkflowObservation): boolean {
  return !parsed.valid && /configure-aws-credentials|use_bedrock|CLAUDE_CODE_USE_BEDROCK|bedrock/i.test(text)
}
