import type { WorkflowJob, WorkflowStep } from './workflow-types'

const ACTION = /^anthropics\/claude-code(?:-base)?-action(?:@|\/|$)/i
const COMMAND = /(?:^|[\s;&|(])(?:claude|npx @anthropic-ai\/claude-code)\s/m

/** Whether a step is Anthropic's action. */
export function isClaudeAction({ uses }: WorkflowStep): boolean {
  return uses !== null && ACTION.test(uses)
}

/** Whether a step starts Claude Code on its command line. */
export function isClaudeCommand({ run }: WorkflowStep): boolean {
  return run !== null && COMMAND.test(run)
}

/** Whether Claude Code calls the model of a job: it streams its answers, and takes its model from `ANTHROPIC_MODEL`. */
export function startsClaudeCode({ steps }: WorkflowJob): boolean {
  return steps.some((step) => isClaudeAction(step) || isClaudeCommand(step))
}

/** Names that Claude Code itself turns into a model's ID (its documentation, model configuration). */
export function isClaudeAlias(model: string): boolean {
  return /^(?:default|best|sonnet|opus|haiku|opusplan)$|\[1m\]$/i.test(model.trim())
}
