import type { Setup } from '../setup'
import { CALL_BEDROCK_SCRIPT } from './call-bedrock-script'
import {
  type AskingJob,
  askingWorkflow,
  PROMPT,
  SCRIPT_PATH,
  type TemplateFile,
  type TemplateTarget,
} from './pieces'

/** A Python script that calls Bedrock through boto3. */
export function pythonBoto3(setup: Setup, target: TemplateTarget): TemplateFile[] {
  const steps: AskingJob['steps'] = ({ region, model }) => [
    '      - name: Install boto3',
    '        run: |',
    // The system's own Python refuses `pip install` on current Ubuntu (PEP 668).
    '          python3 -m venv "$RUNNER_TEMP/venv"',
    `          "$RUNNER_TEMP/venv/bin/pip" install --quiet 'boto3>=1.34.116'`,
    '          echo "$RUNNER_TEMP/venv/bin" >> "$GITHUB_PATH"',
    '',
    '      - name: Call Bedrock',
    '        env:',
    `          AWS_REGION: ${region}`,
    `          BEDROCK_MODEL_ID: ${model}`,
    `          PROMPT: ${PROMPT}`,
    `        run: python ${SCRIPT_PATH}`,
  ]
  const workflow = askingWorkflow({ name: 'Ask Claude on Bedrock', job: 'ask', steps }, setup, target)
  return [workflow, { path: SCRIPT_PATH, text: CALL_BEDROCK_SCRIPT }]
}
