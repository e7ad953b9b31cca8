import { commitFiles } from '../../../electron/sandbox/github/git-store'
import { claudeWorkflow, reusableWorkflow } from '../../../electron/sandbox/seed/workflow-texts'
import {
  both,
  type Change,
  committed,
  EARLY,
  edited,
  expression,
  type Mutation,
  told,
  WORKFLOW,
  works,
} from './mutation'

const GRANTS = /^( +)permissions:\n +contents: read\n +id-token: write\n/m
const granting = (block: string) => edited((text) => text.replace(GRANTS, block))
const ofWorkflow = (block: string) => edited((text) => text.replace('jobs:', `${block}\njobs:`))
const triggers = (more: string) =>
  edited((text) => text.replace('  workflow_dispatch:', `  workflow_dispatch:\n${more}`))

const PASSED = [
  'aws_role_arn: vars.AWS_ROLE_ARN',
  'aws_region: vars.AWS_REGION',
  'model: vars.BEDROCK_MODEL_ID',
]

function caller(called: string, passed: readonly string[]): string {
  const inputs = passed
    .map((line) => line.split(': '))
    .map(([name, path = '']) => `      ${name}: ${expression(path)}\n`)
  return `name: Caller
on: [workflow_dispatch]
jobs:
  call:
    permissions:
      contents: read
      id-token: write
    uses: ./.github/workflows/${called}
${inputs.length > 0 ? '    with:\n' : ''}${inputs.join('')}`
}

/** Puts a caller in place of the workflow, and the file that it calls beside it. */
function calling(change: (called: string) => string = (text) => text, passed = PASSED): Change {
  const [called] = reusableWorkflow()
  const path = called?.path ?? ''
  return committed({ [WORKFLOW]: caller('ask-bedrock.yml', passed), [path]: change(called?.text ?? '') })
}

/** As `calling`, with a file between that hands everything on. */
function callingThrough(change: (called: string) => string | null = (text) => text): Change {
  const [called] = reusableWorkflow()
  const path = called?.path ?? ''
  const inputs = /( +)inputs:\n[\s\S]*?(?=\njobs:)/.exec(called?.text ?? '')?.[0] ?? ''
  const handedOn = caller(
    'ask-bedrock.yml',
    PASSED.map((line) => line.replace(/(\w+): .*/, '$1: inputs.$1')),
  )
  const between = handedOn.replace('on: [workflow_dispatch]', `on:\n  workflow_call:\n${inputs}`)
  return committed({
    [WORKFLOW]: caller('between.yml', PASSED),
    '.github/workflows/between.yml': between,
    [path]: change(called?.text ?? ''),
  })
}

/** The called file reads the variables of its caller by itself. */
const byItself = (text: string) =>
  text
    .replace(/ +inputs:\n[\s\S]*?\njobs:/, '\njobs:')
    .replaceAll(/inputs\.(aws_\w+)/g, (_, name: string) => `vars.${name.toUpperCase()}`)
    .replace('inputs.model', 'vars.BEDROCK_MODEL_ID')

const noToken = told('workflow', 'drift')
const noStart = told('workflow', 'drift', 'startup_failure')

/** What the committed workflow says (GitHub Docs: workflow syntax, reusing workflows; field-notes §7 rows 9, 11, 29, 30). */
export const WORKFLOW_MUTATIONS: Mutation[] = [
  noToken('no permissions at all', granting('')),
  works(
    'permissions of the workflow',
    both(granting(''), ofWorkflow('permissions:\n  contents: read\n  id-token: write')),
  ),
  noToken(
    'permissions of the job before the workflow’s',
    both(granting('    permissions:\n      contents: read\n'), ofWorkflow('permissions:\n  id-token: write')),
  ),
  works('write-all', granting('    permissions: write-all\n')),
  noToken('read-all', granting('    permissions: read-all\n')),
  noToken('permissions: {}', granting('    permissions: {}\n')),
  noStart(
    'a permission that there is not',
    edited((text) => text.replace('id-token: write', 'id-token: reed')),
  ),
  told(
    'workflow',
    'drift',
    'refused',
  )(
    'a file that is not YAML',
    edited((text) => text.replace('jobs:', 'jobs: [')),
  ),
  told(
    'workflow',
    'blocked',
    'refused',
  )('disabled by hand', ({ repository }) => {
    for (const workflow of repository.workflows) workflow.state = 'disabled_manually'
  }),
  told(
    'workflow',
    'drift',
    'refused',
  )(
    'no workflow_dispatch',
    edited((text) => text.replace('  workflow_dispatch:\n', '')),
  ),
  told(
    'workflow',
    'missing',
    'refused',
  )('a workflow on another branch alone', (place) => {
    const note = { message: 'Branch', author: 'sandbox-admin', date: EARLY }
    commitFiles(place.repository.git, 'feature', [], note, 'main')
    committed({ [WORKFLOW]: null })(place)
  }),
  told('trust', 'drift')('a default branch of another name', ({ repository }) => {
    const { main = '', ...others } = repository.git.branches
    repository.git.branches = { ...others, trunk: main }
    repository.defaultBranch = 'trunk'
  }),
  told(
    'trust',
    'drift',
    'success',
  )('pull requests, which the role does not trust', triggers('  pull_request:')),
  told(
    'trust',
    'unknown',
    'success',
  )(
    'pushes to any branch but the default one',
    edited((text) => text.replace('branches: [main]', 'branches-ignore: [main]')),
  ),
  told(
    'trust',
    'drift',
    'success',
  )(
    'pushes to one other branch',
    edited((text) => text.replace('branches: [main]', 'branches: [dev]')),
  ),
  told(
    'trust',
    'drift',
    'success',
  )(
    'pushes to the default branch and to another',
    edited((text) => text.replace('branches: [main]', 'branches: [main, dev]')),
  ),
  told(
    'trust',
    'drift',
    'success',
  )(
    'pushes to the default branch and of a tag',
    edited((text) => text.replace('branches: [main]', 'branches: [main]\n    tags: [v1]')),
  ),
  told(
    'trust',
    'unknown',
    'success',
  )(
    'pushes to every branch',
    edited((text) => text.replace('  push:\n    branches: [main]', '  push:')),
  ),
  works(
    'pull requests, which the job skips',
    both(
      triggers('  pull_request:'),
      edited((text) =>
        text.replace('    runs-on', "    if: github.event_name != 'pull_request'\n    runs-on"),
      ),
    ),
  ),
  works(
    'many events of one subject',
    triggers("  schedule:\n    - cron: '0 6 * * 1'\n  issues:\n  workflow_run:\n    workflows: [CI]"),
  ),
  works('Claude Code on the command line', undefined, { workflow: claudeWorkflow }),
  works('a call within the repository', calling()),
  works(
    'a called file that declares no permissions',
    calling((text) => text.replace(GRANTS, '')),
  ),
  works('a called file that calls another', callingThrough()),
  told('trust', 'drift')(
    'a called file that calls another, which names an environment',
    callingThrough((text) => text.replace('    runs-on', '    environment: production\n    runs-on')),
  ),
  told(
    'workflow',
    'missing',
    'startup_failure',
  )(
    'a called file that calls another, which is not there',
    callingThrough(() => null),
  ),
  works('a called file that reads the variables itself', calling(byItself, [])),
  told('trust', 'missing')(
    'a called file that reads another variable',
    calling(
      (text) =>
        byItself(text).replace('vars.AWS_ROLE_ARN', "vars.NONE || 'arn:aws:iam::111122223333:role/none'"),
      [],
    ),
  ),
  told('variables', 'missing')(
    'a called file that reads a variable which is not there',
    calling((text) => byItself(text).replaceAll('vars.AWS_REGION', 'vars.NONE'), []),
  ),
  noToken(
    'a called file that has no token',
    calling((text) => text.replace('      id-token: write\n', '')),
  ),
  told('trust', 'drift')(
    'a called file that names an environment',
    calling((text) => text.replace('    runs-on', '    environment: production\n    runs-on')),
  ),
  told(
    'workflow',
    'missing',
    'startup_failure',
  )('a called file that is not there', committed({ [WORKFLOW]: caller('bedrock-gone.yml', PASSED) })),
  noStart(
    'a called file that cannot be called',
    calling((text) => text.replace(/ +workflow_call:\n[\s\S]*?\njobs:/, '  workflow_dispatch:\n\njobs:')),
  ),
  noStart('a call that passes too little', calling(undefined, PASSED.slice(0, -1))),
  noStart(
    'a caller that grants no token',
    both(
      calling(),
      edited((text) => text.replace('      id-token: write\n', '')),
    ),
  ),
]
