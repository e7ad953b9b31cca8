const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1'
const CONFIGURE = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3'
const CLAUDE = 'anthropics/claude-code-action@24dcd50c0568f0fc9e9211213a4fd2d9eb15c4e0 # v1.0.200'

const UPLOAD = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2'

/** An expression as a workflow file writes it. */
function read(path: string): string {
  return `\${{ ${path} }}`
}

/** What differs between the seeded workflows. */
export interface WorkflowWish {
  /** Lines under `on:`. */
  on: string[]
  environment: string | null
  idToken: boolean
}

export interface SeedFile {
  path: string
  text: string
}

function head(name: string, job: string, { on, environment, idToken }: WorkflowWish): string[] {
  return [
    `name: ${name}`,
    'on:',
    ...on.map((line) => `  ${line}`),
    '',
    'jobs:',
    `  ${job}:`,
    '    runs-on: ubuntu-latest',
    ...(environment === null ? [] : [`    environment: ${environment}`]),
    '    permissions:',
    '      contents: read',
    ...(idToken ? ['      id-token: write'] : []),
    '    steps:',
    `      - uses: ${CHECKOUT}`,
  ]
}

function configure(role: string, region: string): string[] {
  return [
    '      - name: Configure AWS credentials',
    `        uses: ${CONFIGURE}`,
    '        with:',
    `          role-to-assume: ${role}`,
    `          aws-region: ${region}`,
  ]
}

const VARIABLES = [read('vars.AWS_ROLE_ARN'), read('vars.AWS_REGION')] as const

/** Python with boto3, as the article of the seeds has it: the workflow and its script. */
export function pythonWorkflow(wish: WorkflowWish): SeedFile[] {
  const lines = [
    ...head('Bedrock', 'ask', wish),
    ...configure(...VARIABLES),
    '      - name: Call Bedrock',
    '        env:',
    `          AWS_REGION: ${read('vars.AWS_REGION')}`,
    `          BEDROCK_MODEL_ID: ${read('vars.BEDROCK_MODEL_ID')}`,
    '        run: |',
    '          pip install boto3',
    '          python scripts/call_bedrock.py',
  ]
  return [
    { path: '.github/workflows/bedrock.yml', text: text(lines) },
    { path: 'scripts/call_bedrock.py', text: SCRIPT },
  ]
}

const SCRIPT = `import os

import boto3

bedrock = boto3.client("bedrock-runtime", region_name=os.environ["AWS_REGION"])

response = bedrock.converse(
    modelId=os.environ["BEDROCK_MODEL_ID"],
    messages=[{"role": "user", "content": [{"text": "Who was the last person to walk on the moon?"}]}],
)

print(response["output"]["message"]["content"][0]["text"])
`

/** Claude Code on the command line. */
export function claudeWorkflow(wish: WorkflowWish): SeedFile[] {
  const lines = [
    ...head('Claude', 'review', wish),
    ...configure(...VARIABLES),
    '      - name: Ask Claude',
    '        env:',
    '          CLAUDE_CODE_USE_BEDROCK: "1"',
    `          ANTHROPIC_MODEL: ${read('vars.BEDROCK_MODEL_ID')}`,
    '        run: |',
    '          npm install -g @anthropic-ai/claude-code',
    '          claude -p "Summarise what this repository does." --model "$ANTHROPIC_MODEL"',
  ]
  return [{ path: '.github/workflows/claude.yml', text: text(lines) }]
}

/** The same, and the run keeps what it was about. */
export function keepingWorkflow(wish: WorkflowWish): SeedFile[] {
  const keep = [
    '      - name: Keep what was summarised',
    `        uses: ${UPLOAD}`,
    '        with:',
    '          name: summarised',
    '          path: README.md',
  ]
  return claudeWorkflow(wish).map((file) => ({ ...file, text: `${file.text}${text(keep)}` }))
}

/** Claude's action in the `AI_IMPLEMENT` convention: the role in a secret. */
export function implementWorkflow(wish: WorkflowWish): SeedFile[] {
  const lines = [
    ...head('AI implement', 'implement', wish),
    ...configure(read('secrets.AWS_BEDROCK_ROLE_ARN'), read('vars.AI_IMPLEMENT_AWS_REGION')),
    `      - uses: ${CLAUDE}`,
    '        with:',
    '          use_bedrock: "true"',
    `          github_token: ${read('secrets.GITHUB_TOKEN')}`,
    '          prompt: Implement the open task.',
    `          claude_args: --model ${read('vars.BEDROCK_MODEL_ID')}`,
  ]
  return [{ path: '.github/workflows/ai-implement.yml', text: text(lines) }]
}

/** The orchestrator's own style: `WORKFLOW.md` names the models, and the role is taken again before the gap analysis. */
export function orchestratedWorkflow(wish: WorkflowWish, model: string): SeedFile[] {
  const take = configure(read('secrets.AWS_BEDROCK_ROLE_ARN'), read('vars.AI_IMPLEMENT_AWS_REGION'))
  const matter = (query: string) => `$(yq --front-matter=extract '${query}' WORKFLOW.md)`
  const ask = (name: string, prompt: string, output: string) => [
    `      - name: ${name}`,
    '        env:',
    '          CLAUDE_CODE_USE_BEDROCK: "1"',
    `        run: claude -p "${prompt}" --model "${read(`steps.workflow.outputs.${output}`)}"`,
  ]
  const lines = [
    ...head('AI implement', 'implement', wish),
    '      - name: Read WORKFLOW.md',
    '        id: workflow',
    '        run: |',
    `          echo "model=${matter('.model')}" >> "$GITHUB_OUTPUT"`,
    `          echo "gap_analysis_model=${matter('.gap_analysis_model // .model')}" >> "$GITHUB_OUTPUT"`,
    ...take,
    ...ask('Implement', 'Implement the open task.', 'model'),
    ...take,
    ...ask('Gap analysis', 'What is still missing?', 'gap_analysis_model'),
  ]
  const guide = [
    '---',
    '# Models of the implementation, and of the gap analysis after it.',
    `model: ${model}`,
    '---',
    '',
    '# How work is done here',
    '',
    'Small pull requests, with tests.',
  ]
  return [
    { path: '.github/workflows/ai-implement.yml', text: text(lines) },
    { path: 'WORKFLOW.md', text: text(guide) },
  ]
}

/** The file that others call; it asks for the token itself, which its caller must grant. */
export function reusableWorkflow(): SeedFile[] {
  const lines = [
    'name: Bedrock (reusable)',
    'on:',
    '  workflow_call:',
    '    inputs:',
    ...['aws_role_arn', 'aws_region', 'model'].flatMap((name) => [
      `      ${name}:`,
      '        type: string',
      '        required: true',
    ]),
    '',
    'jobs:',
    '  ask:',
    '    runs-on: ubuntu-latest',
    '    permissions:',
    '      contents: read',
    '      id-token: write',
    '    steps:',
    ...configure(read('inputs.aws_role_arn'), read('inputs.aws_region')),
    '      - name: Ask Claude',
    '        env:',
    '          CLAUDE_CODE_USE_BEDROCK: "1"',
    `        run: claude -p "Say hello." --model "${read('inputs.model')}"`,
  ]
  return [{ path: '.github/workflows/ask-bedrock.yml', text: text(lines) }]
}

/** A file that calls the shared one. */
export function callingWorkflow({ on, idToken }: WorkflowWish, called: string): SeedFile[] {
  const lines = [
    'name: Bedrock',
    'on:',
    ...on.map((line) => `  ${line}`),
    '',
    'jobs:',
    '  bedrock:',
    '    permissions:',
    '      contents: read',
    ...(idToken ? ['      id-token: write'] : []),
    `    uses: ${called}`,
    '    with:',
    `      aws_role_arn: ${read('vars.AWS_ROLE_ARN')}`,
    `      aws_region: ${read('vars.AWS_REGION')}`,
    `      model: ${read('vars.BEDROCK_MODEL_ID')}`,
  ]
  return [{ path: '.github/workflows/bedrock.yml', text: text(lines) }]
}

function text(lines: string[]): string {
  return `${lines.join('\n')}\n`
}
