import type { Setup } from '../setup'
import {
  configureStep,
  expression,
  fileText,
  guard,
  header,
  jobHead,
  PERMISSIONS,
  PROMPT,
  settings,
  type TemplateFile,
  type TemplateTarget,
  WORKFLOW_PATH,
} from './pieces'

const CALLED_PATH = '.github/workflows/ask-bedrock.yml'

/** A caller, and the reusable workflow that it calls; other repositories may call the second one too. */
export function reusableCaller(setup: Setup, target: TemplateTarget): TemplateFile[] {
  return [
    { path: WORKFLOW_PATH, text: fileText(caller(setup, target)) },
    { path: CALLED_PATH, text: fileText(called(setup)) },
  ]
}

function caller(setup: Setup, target: TemplateTarget): string[] {
  const { role, region, model } = settings(setup)
  const { inputs, secrets } = passed(setup)
  const values = { aws_role_arn: role, aws_region: region, model_id: model }
  return [
    ...header('Ask Claude on Bedrock', setup, target),
    'jobs:',
    '  ask:',
    ...guard(setup),
    // A called workflow gets no more than its caller grants (field-notes §7 row 11).
    ...PERMISSIONS,
    `    uses: ./${CALLED_PATH}`,
    '    with:',
    ...inputs.map((name) => `      ${name}: ${values[name]}`),
    `      prompt: ${PROMPT}`,
    ...(secrets.length > 0
      ? ['    secrets:', ...secrets.map((name) => `      ${name}: ${values[name]}`)]
      : []),
  ]
}

function called(setup: Setup): string[] {
  const { inputs, secrets } = passed(setup)
  const read = (name: SettingName) => expression(`${inputs.includes(name) ? 'inputs' : 'secrets'}.${name}`)
  return [
    'name: Ask a model on Bedrock (called by other workflows)',
    '',
    'on:',
    '  workflow_call:',
    '    inputs:',
    ...[...inputs, 'prompt'].flatMap((name) => [
      `      ${name}:`,
      '        type: string',
      '        required: true',
    ]),
    ...(secrets.length > 0
      ? ['    secrets:', ...secrets.flatMap((name) => [`      ${name}:`, '        required: true'])]
      : []),
    '',
    'permissions: {}',
    '',
    ...jobHead('ask', setup, []),
    ...configureStep(read('aws_role_arn'), read('aws_region')),
    '      - name: Install Claude Code',
    '        run: npm install --global @anthropic-ai/claude-code@2',
    '',
    '      - name: Ask Claude',
    '        env:',
    '          CLAUDE_CODE_USE_BEDROCK: "1"',
    `          AWS_REGION: ${read('aws_region')}`,
    `          BEDROCK_MODEL_ID: ${read('model_id')}`,
    `          PROMPT: ${expression('inputs.prompt')}`,
    '        run: claude -p "$PROMPT" --model "$BEDROCK_MODEL_ID"',
  ]
}

type SettingName = 'aws_role_arn' | 'aws_region' | 'model_id'

/** GitHub refuses a secret as an input: what the convention keeps in a secret is passed as one. */
function passed({ convention }: Setup): { inputs: SettingName[]; secrets: SettingName[] } {
  const kinds = [
    ['aws_role_arn', convention.role.kind],
    ['aws_region', convention.region.kind],
    ['model_id', convention.model?.kind ?? 'variable'],
  ] as const
  return {
    inputs: kinds.flatMap(([name, kind]) => (kind === 'variable' ? name : [])),
    secrets: kinds.flatMap(([name, kind]) => (kind === 'secret' ? name : [])),
  }
}
