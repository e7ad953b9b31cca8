import type { Setup } from '../setup'
import {
  CHECKOUT_STEP,
  configureStep,
  fileText,
  guard,
  header,
  jobHead,
  PROMPT,
  settings,
  type TemplateFile,
  type TemplateTarget,
  WORKFLOW_PATH,
} from './pieces'

/** The Claude Code command line on Bedrock. */
export function claudeCli(setup: Setup, target: TemplateTarget): TemplateFile[] {
  const { role, region, model } = settings(setup)
  const workflow = [
    ...header('Ask Claude Code on Bedrock', setup, target),
    ...jobHead('ask', setup, guard(setup)),
    ...CHECKOUT_STEP,
    ...configureStep(role, region),
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
  return [{ path: WORKFLOW_PATH, text: fileText(workflow) }]
}
