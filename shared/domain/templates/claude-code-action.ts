import type { Setup } from '../setup'
import {
  type AskingJob,
  askingWorkflow,
  expression,
  PINNED,
  PROMPT,
  type TemplateFile,
  type TemplateTarget,
} from './pieces'

/**
 * Anthropic's action. It is given the workflow's own token: by default it would exchange the OIDC token for one of
 * its app, which is refused, or skipped in green, on the pull request that adds the file (field-notes §7 row 15).
 */
export function claudeCodeAction(setup: Setup, target: TemplateTarget): TemplateFile[] {
  const steps: AskingJob['steps'] = ({ region, model }) => [
    '      - name: Run Claude Code',
    '        id: claude',
    `        uses: ${PINNED.claudeCode}`,
    '        env:',
    `          AWS_REGION: ${region}`,
    '        with:',
    '          use_bedrock: "true"',
    `          github_token: ${expression('github.token')}`,
    `          prompt: ${PROMPT}`,
    `          claude_args: --model ${model}`,
    '',
    '      - name: Show the answer',
    '        env:',
    `          EXECUTION_FILE: ${expression('steps.claude.outputs.execution_file')}`,
    `        run: jq -r '.[] | select(.type == "result") | .result' "$EXECUTION_FILE"`,
  ]
  const workflow = askingWorkflow({ name: 'Claude Code on Bedrock', job: 'claude', steps }, setup, target)
  return [workflow]
}
