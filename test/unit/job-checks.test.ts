import { describe, expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import type { LinkName } from '../../shared/domain/finding'
import { checkKind } from '../../shared/domain/links/check-scope'
import type { RoleObservation } from '../../shared/domain/observation'
import type { ChainContext } from '../../shared/domain/picture'
import { known } from '../../shared/domain/reading'
import {
  ACCOUNT,
  account,
  context,
  DESTINATIONS,
  PROVIDER_ARN,
  permissionsFor,
  readsVariable,
  regionModels,
  repository,
  role,
  runSummary,
  VARIABLES,
  variable,
  workflow,
  workflowText,
} from '../support/observations'

/* What keeps a run from succeeding, or from being foretold, besides the usual causes. */

function told(link: LinkName, spoiled: Partial<ChainContext>) {
  const { findings } = observeChain({ ...context(), ...spoiled }).links[link]
  return findings
    .filter(({ status }) => status !== 'ok')
    .map((finding) => [checkKind(finding), finding.status, finding.breaks])
}

const withText = (...texts: string[]) => ({
  observation: repository({
    workflows: known(
      texts.map((text, index) =>
        workflow(text, index === 0 ? {} : { path: `.github/workflows/called-${index}.yml` }),
      ),
    ),
  }),
})
const withRole = (over: Partial<RoleObservation>) => ({ account: account({ roles: known([role(over)]) }) })
const input = (line: string) =>
  withText(workflowText().replace('aws-region:', `${line}\n          aws-region:`))

describe('what the configure step asks for', () => {
  it('an audience that the provider does not accept', () => {
    expect(told('provider', input('audience: https://example.test'))).toEqual([
      ['provider.audience', 'drift', true],
    ])
    expect(told('trust', input('audience: https://example.test'))).toEqual([
      ['trust.audience', 'drift', true],
    ])
  })

  it('an audience that the provider accepts and the role does not', () => {
    const clientIds = ['sts.amazonaws.com', 'https://example.test']
    const provider = known({ arn: PROVIDER_ARN, url: 'token.actions.githubusercontent.com', clientIds })
    const spoiled = { ...input('audience: https://example.test'), account: account({ provider }) }
    expect(told('provider', spoiled)).toEqual([])
    expect(told('trust', spoiled)).toEqual([['trust.audience', 'drift', true]])
  })

  it.each([
    [900, 3600, []],
    [899, 3600, [['trust.session-length', 'drift', true]]],
    [7200, 3600, [['trust.session-length', 'drift', true]]],
    [7200, 7200, []],
    [3600, null, []],
    [43_201, null, [['trust.session-length', 'drift', true]]],
  ])('a session of %i seconds from a role that gives %s', (seconds, maxSessionDuration, findings) => {
    const spoiled = { ...input(`role-duration-seconds: ${seconds}`), ...withRole({ maxSessionDuration }) }
    expect(told('trust', spoiled)).toEqual(findings)
  })

  it('a long session from a role whose longest was not read is proven by a run alone', () => {
    const long = input('role-duration-seconds: 7200')
    const unread = withRole({ maxSessionDuration: null })
    expect(told('trust', { ...long, ...unread })).toEqual([])
    const never = {
      observation: { ...long.observation, runs: known([runSummary({ conclusion: 'failure' })]) },
    }
    expect(told('trust', { ...never, ...unread })).toEqual([['trust.session-length', 'unknown', false]])
  })

  it.each(['aws-access-key-id: AKIA', 'role-chaining: true', 'web-identity-token-file: /tmp/token'])(
    '%s, so that the role is not taken by GitHub’s token',
    (line) => {
      expect(told('workflow', input(line))).toEqual([['workflow.other-credentials', 'unknown', false]])
    },
  )

  it.each([
    'force-skip-oidc: true',
    'use-existing-credentials: true',
    'inline-session-policy: "{}"',
    'managed-session-policies: arn:aws:iam::aws:policy/ReadOnlyAccess',
  ])('%s, so that its session is another one than is judged', (line) => {
    expect(told('workflow', input(line))).toEqual([['workflow.other-credentials', 'unknown', false]])
  })

  it('a session policy by a variable of the job, which the action takes in place of its input', () => {
    const env = '    env:\n      INLINE_SESSION_POLICY: "{}"\n'
    expect(told('workflow', withText(workflowText().replace('    steps', `${env}    steps`)))).toEqual([
      ['workflow.other-credentials', 'unknown', false],
    ])
  })

  it('credentials that it keeps to itself', () => {
    expect(told('workflow', input('output-env-credentials: false'))).toEqual([
      ['workflow.credentials-kept', 'unknown', false],
    ])
  })

  it('an account that its role is not of', () => {
    expect(told('workflow', input(`allowed-account-ids: "999988887777, ${ACCOUNT}"`))).toEqual([])
    expect(told('workflow', input('allowed-account-ids: "999988887777"'))).toEqual([
      ['workflow.other-account', 'drift', true],
    ])
  })

  it.each(['role-chaining: false', `aws-access-key-id: ${readsVariable('NOWHERE')}`])(
    '%s changes nothing',
    (line) => {
      expect(told('workflow', input(line))).toEqual([])
    },
  )

  it('one role after the other, of which only the first is judged', () => {
    const again = `      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: arn:aws:iam::${ACCOUNT}:role/second
          aws-region: eu-west-2
      - run: python`
    const text = workflowText().replace('      - run: python', again)
    expect(told('workflow', withText(text))).toEqual([['workflow.several-roles', 'unknown', false]])
  })
})

describe('the step that calls Bedrock', () => {
  const withEnv = (line: string) =>
    withText(workflowText().replace('        env:\n', `        env:\n          ${line}\n`))

  it.each([
    'AWS_BEARER_TOKEN_BEDROCK: x',
    'AWS_ACCESS_KEY_ID: AKIA',
    'ANTHROPIC_BEDROCK_BASE_URL: https://x.test',
  ])('need not call as its role with %s', (line) => {
    expect(told('workflow', withEnv(line))).toEqual([['workflow.own-way', 'unknown', false]])
  })

  it.each([
    'AWS_ACCESS_KEY_ID: ${{ env.AWS_ACCESS_KEY_ID }}',
    'AWS_SESSION_TOKEN: ${{ steps.aws.outputs.aws-session-token }}',
    `AWS_BEARER_TOKEN_BEDROCK: ${readsVariable('NOWHERE')}`,
  ])('calls as its role with %s', (line) => {
    expect(told('workflow', withEnv(line))).toEqual([])
  })

  it('may ask another provider where nothing sends Claude Code to Bedrock', () => {
    const text = workflowText().replace('python scripts/call_bedrock.py', 'claude -p hello')
    expect(told('workflow', withText(text))).toEqual([['workflow.not-on-bedrock', 'unknown', false]])
    const sent = 'env:\n  CLAUDE_CODE_USE_BEDROCK: "1"\n'
    expect(told('workflow', withText(text.replace('jobs:', `${sent}jobs:`)))).toEqual([])
    expect(
      told('workflow', withText(text.replace('claude -p', 'CLAUDE_CODE_USE_BEDROCK=1 claude -p'))),
    ).toEqual([])
  })

  it('calls several models, of which a run alone proves the second', () => {
    const claude = `CLAUDE_CODE_USE_BEDROCK=1 claude -p a --model ${readsVariable('BEDROCK_MODEL_ID')}`
    const text = workflowText().replace('python scripts/call_bedrock.py', claude)
    const twice = withText(`${text}      - run: claude -p b --model eu.other\n`)
    expect(told('workflow', twice)).toEqual([])
    const never = { observation: { ...twice.observation, runs: known([]) } }
    expect(told('workflow', never)).toEqual([['workflow.several-models', 'unknown', false]])
  })

  it.each(['sonnet', 'opus', 'eu.anthropic.claude-sonnet-4-6[1m]'])(
    'leaves it to Claude Code which model %s is',
    (model) => {
      const text = workflowText().replace(/python scripts.*/, `claude -p hello --model ${model}`)
      expect(told('variables', withText(text))).toEqual([])
      const never = { observation: { ...withText(text).observation, runs: known([]) } }
      expect(told('variables', never)).toEqual([['variables.model', 'unknown', false]])
      expect(told('modelAccess', never)).toEqual([])
    },
  )
})

describe('what a job sees', () => {
  const spoiled = (name: string, value: string) => ({
    observation: repository({
      variables: known([...VARIABLES.filter((one) => one.name !== name), variable(name, value)]),
    }),
  })

  it('a model with a blank is none, and a role with blanks is trimmed by the action', () => {
    const [model] = VARIABLES.slice(2)
    expect(told('variables', spoiled('BEDROCK_MODEL_ID', `${model?.value} `))).toEqual([
      ['variables.model', 'drift', true],
    ])
    const [arn] = VARIABLES
    expect(told('variables', spoiled('AWS_ROLE_ARN', ` ${arn?.value} `))).toEqual([])
  })

  it('a region of its own where it calls Bedrock', () => {
    const text = workflowText().replace('        env:\n', '        env:\n          AWS_REGION: us-east-1\n')
    expect(told('modelAccess', withText(text))).toEqual([['modelAccess.unread', 'unknown', false]])
  })

  it('an environment that a variable names', () => {
    const text = workflowText({ environment: readsVariable('STAGE') })
    const { observation } = withText(text)
    const variables = known([...VARIABLES, variable('STAGE', 'production')])
    expect(told('trust', { observation: { ...observation, variables } })).toEqual([
      ['trust.environment', 'drift', true],
    ])
    expect(told('trust', { observation })).toEqual([])
  })
})

describe('a file of the repository that a job calls', () => {
  const caller = (more = '') =>
    `on: workflow_dispatch\njobs:\n  call:\n    permissions: { contents: read, id-token: write }\n    uses: ./.github/workflows/called-1.yml\n    with:\n      role: ${readsVariable('AWS_ROLE_ARN')}\n      model: bedrock\n${more}`
  const called = workflowText({ on: ['workflow_call'] }).replace(
    '  workflow_call:',
    '  workflow_call:\n    inputs:\n      role: { type: string }\n      model: { type: string }',
  )

  it('is judged as what acts: it reads the variables itself', () => {
    expect(told('variables', withText(caller(), called))).toEqual([])
    const { observation } = withText(caller(), called)
    const variables = known(VARIABLES.slice(0, 1))
    expect(told('variables', { observation: { ...observation, variables } })).toEqual([
      ['variables.region', 'missing', true],
      ['variables.model', 'missing', true],
    ])
  })

  it.each([
    ['is not there', [caller()], ['workflow.called-missing', 'missing', true]],
    ['cannot be called', [caller(), workflowText()], ['workflow.not-callable', 'drift', true]],
    [
      'requires what is not passed',
      [caller(), called.replace('inputs:', 'inputs:\n      must: { type: string, required: true }')],
      ['workflow.inputs-missing', 'drift', true],
    ],
    [
      'gives its job no token',
      [caller(), called.replace('      id-token: write\n', '')],
      ['workflow.id-token-called', 'drift', true],
    ],
    [
      'does not declare what is passed',
      [caller(), called.replace('model: { type: string }', 'other: { type: string }')],
      ['workflow.inputs-undeclared', 'drift', true],
    ],
    [
      'asks for more than its caller has',
      [caller(), called.replace('contents: read', 'contents: write')],
      ['workflow.called-permissions', 'drift', true],
    ],
    ['is not valid', [caller(), 'on: workflow_call\njobs: ['], ['workflow.called-invalid', 'drift', true]],
    [
      'takes the role in a way that is not seen',
      [caller(), called.replace(/uses: aws-actions.*/, 'uses: ./.github/actions/take-role')],
      ['workflow.called-unclear', 'unknown', false],
    ],
    [
      'takes the role in several jobs, of which one is judged',
      [caller(), called + called.slice(called.indexOf('  ask:')).replace('ask:', 'again:')],
      ['workflow.called-several', 'unknown', false],
    ],
  ])('%s', (_, texts, finding) => {
    expect(told('workflow', withText(...texts))).toEqual([finding])
  })

  it('has the token of its caller where it declares nothing, even if it starts by itself too', () => {
    const both = called
      .replace('on:\n', 'on:\n  push:\n    branches: [main]\n')
      .replace(/ {4}permissions:\n.*\n.*\n/, '')
    const { findings } = observeChain({ ...context(), ...withText(caller(), both) }).links.workflow
    expect(findings.filter(({ breaks }) => breaks).map(({ check }) => check)).toEqual([
      'workflow.id-token@.github/workflows/called-1.yml#ask',
    ])
  })

  it('gets inputs by their names in any case, and its own defaults where nothing is passed', () => {
    const reading = called
      .replace(
        'role: { type: string }',
        `Role: { type: string, default: 'arn:aws:iam::${ACCOUNT}:role/none' }`,
      )
      .replace(readsVariable('AWS_ROLE_ARN'), '${{ inputs.ROLE }}')
    expect(told('trust', withText(caller(), reading))).toEqual([])
    const silent = caller('    secrets: inherit\n').replace(/ {6}role: .*\n/, '')
    expect(told('trust', withText(silent, reading))).toEqual([['trust.role-missing', 'missing', true]])
  })

  it('is followed to the file that it calls in turn', () => {
    const middle = `on:
  workflow_call:
    inputs:
      role: { type: string }
      model: { type: string }
jobs:
  through:
    uses: ./.github/workflows/called-2.yml
    with:
      role: \${{ inputs.role }}
      model: \${{ inputs.model }}
`
    const inner = called.replace(readsVariable('AWS_ROLE_ARN'), '${{ inputs.role }}')
    expect(told('trust', withText(caller(), middle, inner))).toEqual([])
    const staged = inner.replace('    runs-on', '    environment: production\n    runs-on')
    expect(told('trust', withText(caller(), middle, staged))).toEqual([['trust.environment', 'drift', true]])
    expect(told('workflow', withText(caller(), middle))).toEqual([
      ['workflow.called-missing', 'missing', true],
    ])
  })

  it('is not vouched for where its caller shows no sign of a role', () => {
    const silent = caller().replace(/ {4}with:\n(?: {6}.*\n)+/, '')
    expect(told('trust', withText(silent, called))).toEqual([['trust.caller-unclear', 'unknown', false]])
  })

  it('of another repository is proven by a run alone', () => {
    const text = caller().replace('./.github', 'acme/shared/.github').replace('.yml', '.yml@main')
    const { observation } = withText(`${text}      region: eu-west-2\n`)
    const unproven = { observation: { ...observation, runs: known([]) } }
    expect(told('workflow', { observation })).toEqual([])
    expect(told('workflow', unproven)).toEqual([['workflow.called-elsewhere', 'unknown', false]])
  })
})

describe('what the role may do', () => {
  const rewritten = (change: (statement: Record<string, unknown>) => void) => {
    const document = JSON.parse(permissionsFor(DESTINATIONS))
    change(document.Statement[0])
    return withRole({ inlinePolicies: [{ name: 'bedrock', arn: null, document: JSON.stringify(document) }] })
  }
  const withoutStreaming = rewritten((statement) => {
    statement.Action = 'bedrock:InvokeModel'
  })

  it('without streaming only Claude Code is known to fail', () => {
    expect(told('permissions', withoutStreaming)).toEqual([['permissions.denied', 'drift', false]])
    const text = workflowText().replace('python scripts/call_bedrock.py', 'claude -p hello')
    expect(told('permissions', { ...withoutStreaming, ...withText(text) })).toEqual([
      ['permissions.denied', 'drift', true],
    ])
  })

  it('under a condition that only the call meets is not known', () => {
    const fromOffice = rewritten((statement) => {
      statement.Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }
    })
    expect(told('permissions', fromOffice)).toEqual([['permissions.known-in-run', 'unknown', false]])
  })

  it('for its own account, name and tags is known', () => {
    const own = rewritten((statement) => {
      statement.Condition = {
        StringEquals: { 'aws:PrincipalAccount': ACCOUNT, 'aws:PrincipalTag/Team': 'ai' },
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/web-*` },
      }
    })
    const [standing] = own.account.roles.known ? own.account.roles.value : []
    const tagged = (tags: Record<string, string>) => ({
      account: account({ roles: known(standing ? [{ ...standing, tags }] : []) }),
    })
    expect(told('permissions', tagged({ team: 'ai' }))).toEqual([])
    expect(told('permissions', tagged({}))).toEqual([['permissions.denied', 'drift', true]])
  })

  it('with the rights of the marketplace it makes the agreement that is missing by its first call', () => {
    const availability = { agreement: 'NOT_AVAILABLE' }
    const regions = [{ region: regionModels().region, models: known(regionModels({ availability })) }]
    expect(told('modelAccess', { account: account({ regions }) })).toEqual([
      ['modelAccess.agreement', 'missing', true],
    ])
    const Action = ['aws-marketplace:ViewSubscriptions', 'aws-marketplace:Subscribe']
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
    })
    const inlinePolicies = [...role().inlinePolicies, { name: 'marketplace', arn: null, document }]
    const roles = known([role({ inlinePolicies })])
    expect(told('modelAccess', { account: account({ regions, roles }) })).toEqual([
      ['modelAccess.agreement', 'drift', false],
    ])
  })

  it('of a model by an ARN of another kind is not known', () => {
    const arn = `arn:aws:bedrock:eu-west-2:${ACCOUNT}:provisioned-model/abc`
    const variables = known([...VARIABLES.slice(0, 2), variable('BEDROCK_MODEL_ID', arn)])
    const spoiled = { observation: repository({ variables }) }
    expect(told('modelAccess', spoiled)).toEqual([['modelAccess.unread', 'unknown', false]])
    expect(told('permissions', spoiled)).toEqual([['permissions.model-unread', 'unknown', false]])
  })
})
