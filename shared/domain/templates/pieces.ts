import type { Holder, Setup } from '../setup'

/** A file that a template proposes; `path` is relative to the repository's root. */
export interface TemplateFile {
  path: string
  text: string
}

/** What a template must know of the repository. */
export interface TemplateTarget {
  repository: string
  defaultBranch: string
}

/** Where every template puts the workflow that is started by hand. */
export const WORKFLOW_PATH = '.github/workflows/bedrock.yml'

/** Where a template puts the script that its workflow runs: the one path outside of the workflows' folder. */
export const SCRIPT_PATH = 'scripts/call_bedrock.py'

/** Full-length pins with the tag that they stood for (field-notes §4). */
export const PINNED = {
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  configure: 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3',
  claudeCode: 'anthropics/claude-code-action@24dcd50c0568f0fc9e9211213a4fd2d9eb15c4e0 # v1.0.200',
} as const

const DEFAULT_PROMPT = 'Who was the last person to walk on the moon?'

/** The prompt of the dispatch form, or the default where the event has no form. */
export const PROMPT = expression(`inputs.prompt || '${DEFAULT_PROMPT}'`)

/** Name and `on:`; a pull request starts it only where the setup's scope asks for that. */
export function header(name: string, setup: Setup, { defaultBranch }: TemplateTarget): string[] {
  const onPullRequest = setup.scope.some(({ kind }) => kind === 'pull-request')
  return [
    `name: ${name}`,
    '',
    'on:',
    '  workflow_dispatch:',
    '    inputs:',
    '      prompt:',
    '        description: What to ask the model',
    '        type: string',
    '        required: false',
    `        default: ${DEFAULT_PROMPT}`,
    ...(onPullRequest ? ['  pull_request:', `    branches: [${scalar(defaultBranch)}]`] : []),
    '',
    'permissions: {}',
    '',
  ]
}

/** Keeps pull requests that get no token away: those from forks and Dependabot (field-notes §7 row 10). */
export function guard(setup: Setup): string[] {
  if (!setup.scope.some(({ kind }) => kind === 'pull-request')) return []
  return [
    '    # Pull requests from forks and from Dependabot are given no OIDC token.',
    '    if: >-',
    "      github.event_name != 'pull_request' ||",
    '      (github.event.pull_request.head.repo.full_name == github.repository &&',
    "      github.actor != 'dependabot[bot]')",
  ]
}

/** The rights of a job that takes a role: they replace the workflow's empty ones. */
export const PERMISSIONS = [
  '    permissions:',
  '      contents: read',
  '      id-token: write # to exchange an OIDC token for the role',
]

/** The environment, where the setup's scope names one. */
export function environment(setup: Setup): string[] {
  const scope = setup.scope.find(({ kind }) => kind === 'environment')
  return scope?.kind === 'environment' ? [`    environment: ${scalar(scope.name)}`] : []
}

/** A job's head: where it runs, for how long, and with which rights. */
export function jobHead(id: string, setup: Setup, guarded: string[]): string[] {
  return [
    'jobs:',
    `  ${id}:`,
    ...guarded,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    ...environment(setup),
    ...PERMISSIONS,
    '    steps:',
  ]
}

/** Takes the role; from then on the job holds short-lived credentials. */
export function configureStep(role: string, region: string): string[] {
  return [
    '      - name: Configure AWS credentials via OIDC',
    `        uses: ${PINNED.configure}`,
    '        with:',
    `          role-to-assume: ${role}`,
    `          aws-region: ${region}`,
    '',
  ]
}

/** Checks the repository out, and leaves no token behind for what runs later. */
const CHECKOUT_STEP = [
  `      - uses: ${PINNED.checkout}`,
  '        with:',
  '          persist-credentials: false',
  '',
]

/** What a template adds to a workflow in which one job takes the role. */
export interface AskingJob {
  /** Name of the workflow. */
  name: string
  /** ID of the job. */
  job: string
  /** The steps that follow once the job holds credentials, as lines. */
  steps: (read: ReturnType<typeof settings>) => string[]
}

/** A workflow, started by hand, of one job that checks out, takes the role and asks the model. */
export function askingWorkflow(
  { name, job, steps }: AskingJob,
  setup: Setup,
  target: TemplateTarget,
): TemplateFile {
  const read = settings(setup)
  const lines = [
    ...header(name, setup, target),
    ...jobHead(job, setup, guard(setup)),
    ...CHECKOUT_STEP,
    ...configureStep(read.role, read.region),
    ...steps(read),
  ]
  return { path: WORKFLOW_PATH, text: fileText(lines) }
}

/** The expressions by which a workflow reads the settings under the setup's convention. */
export function settings({ convention, model }: Setup) {
  return {
    role: read(convention.role),
    region: read(convention.region),
    model: convention.model === null ? scalar(model) : read(convention.model),
  }
}

function read({ kind, name }: Holder): string {
  return expression(`${kind === 'variable' ? 'vars' : 'secrets'}.${name}`)
}

/** An expression of GitHub's, in its braces. */
export function expression(source: string): string {
  return `\${{ ${source} }}`
}

/** A YAML scalar: plain where that is surely a string, else in double quotes. */
export function scalar(text: string): string {
  const plain =
    /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return plain ? text : JSON.stringify(text)
}

/** Lines to text, with the newline at the end. */
export function fileText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
