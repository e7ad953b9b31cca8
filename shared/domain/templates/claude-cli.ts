import type { Setup } from '../setup'
import { type AskingJob, askingWorkflow, PROMPT, type TemplateFile, type TemplateTarget } from './pieces'

/** The Claude Code command line on Bedrock. */
export function claudeCli(setup: Setup, target: TemplateTarget): TemplateFile[] {
  const steps: AskingJob['steps'] = ({ region, model }) => [
    '      - name: Install Claude Code',
    '        run: npm install --global @anthropic-ai/claude-code@2',
    '',
    '      - name: Ask Claude',
    '        env:',
    '          CLAUDE_CODE_USE_BEDROCK: "1"',
    `          AWS_REGION: ${region}`,
    `          BEDROCK_MODEL_ID: ${model}`,
    `          PROMPT: ${PROMPT}`,
    '        run: claude -p "$PROMPT" --model "$BEDROCK_MODEL_ID"',
  ]
  const workflow = askingWorkflow({ name: 'Ask Claude Code on Bedrock', job: 'ask', steps }, setup, target)
  return [workflow]
}
