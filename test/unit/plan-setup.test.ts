import { describe, expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import { AI_IMPLEMENT, AWS_VARIABLES } from '../../shared/domain/convention'
import { failure } from '../../shared/domain/failure'
import { LINKS } from '../../shared/domain/finding'
import { ModelId, Partition } from '../../shared/domain/ids'
import type { TakenPath } from '../../shared/domain/observation'
import type { Plan, Step, StepAction } from '../../shared/domain/plan'
import { planDifferences } from '../../shared/domain/plan-differences'
import { type PlannableContext, planSetup } from '../../shared/domain/plan-setup'
import { parsePolicy } from '../../shared/domain/policy-document'
import { known, unread } from '../../shared/domain/reading'
import type { SubjectScope, Template, UseCaseForm } from '../../shared/domain/setup'
import { applied } from '../support/applied'
import {
  ACCOUNT,
  account,
  CLASSIC,
  context,
  DESTINATIONS,
  FOUNDATION,
  IMMUTABLE,
  IMMUTABLE_SETTINGS,
  MODEL,
  PROVIDER_ARN,
  permissionsFor,
  REGION,
  ROLE_ARN,
  repository,
  role,
  setup,
  trustOf,
  VARIABLES,
  variable,
  WORKFLOW,
  workflow,
  workflowText,
} from '../support/observations'

const FORM: UseCaseForm = {
  companyName: 'Acme',
  companyWebsite: 'https://acme.example',
  intendedUsers: '0',
  industryOption: 'Technology',
  otherIndustryOption: '',
  useCases: 'Reviews of our own code.',
}

const plan = (world: PlannableContext, form: UseCaseForm | null = null): Plan =>
  planSetup(world, { id: 'plan-1', form })
const kinds = (made: Plan) => made.steps.map(({ kind }) => kind)

function actionOf<K extends StepAction['kind']>(made: Plan, kind: K): Extract<StepAction, { kind: K }> {
  const action = made.steps.find((step) => step.kind === kind)?.action
  if (action?.kind !== kind) throw new Error(`no ${kind} among ${kinds(made).join(', ')}`)
  return action as Extract<StepAction, { kind: K }>
}

/** A repository with nothing, in an account with nothing. */
function bare(over: Partial<PlannableContext> = {}): PlannableContext {
  return context({
    observation: repository({ workflows: known([]), variables: known([]), runs: known([]) }),
    account: account({ provider: known(null), roles: known([]), useCaseForm: known('missing') }),
    setup: setup({ template: 'python-boto3' }),
    ...over,
  })
}

it('has nothing to do where the setup already stands', () => {
  expect(plan(context())).toMatchObject({ id: 'plan-1', steps: [], conflicts: [], needed: [] })
})

describe('from nothing to healthy', () => {
  it('covers every link, in the order in which each needs the one before', () => {
    expect(kinds(plan(bare(), FORM))).toEqual([
      'create-provider',
      'create-role',
      'put-role-policy',
      'submit-use-case-form',
      'set-variable',
      'set-variable',
      'set-variable',
      'propose-workflow',
      'merge-pull-request',
    ])
  })

  it('says what depends on what', () => {
    const { steps } = plan(bare(), FORM)
    const of = (kind: Step['kind']) => steps.find((step) => step.kind === kind)
    expect(of('create-role')?.dependsOn).toEqual([of('create-provider')?.id])
    expect(of('put-role-policy')?.dependsOn).toEqual([of('create-role')?.id])
    expect(of('merge-pull-request')?.dependsOn).toEqual([of('propose-workflow')?.id])
  })

  it('trusts exactly the subject that was asked for', () => {
    const parsed = parsePolicy(actionOf(plan(bare(), FORM), 'create-role').trust)
    expect(parsed.ok && parsed.policy.statements).toMatchObject([
      {
        effect: 'Allow',
        conditions: expect.arrayContaining([
          { operator: 'StringEquals', key: 'token.actions.githubusercontent.com:sub', values: [CLASSIC] },
          {
            operator: 'StringEquals',
            key: 'token.actions.githubusercontent.com:aud',
            values: ['sts.amazonaws.com'],
          },
        ]),
      },
    ])
  })

  it('presents the IDs where the repository does', () => {
    const world = bare()
    const observation = { ...world.observation, subject: known(IMMUTABLE_SETTINGS) }
    expect(actionOf(plan({ ...world, observation }, FORM), 'create-role').trust).toContain(IMMUTABLE)
  })

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])('in %s names everything by ARNs of %s', (region, partition) => {
    const there = bare({ account: account({ ...bare().account, partition: Partition.parse(partition) }) })
    const text = JSON.stringify(there).replaceAll('arn:aws:', `arn:${partition}:`).replaceAll(REGION, region)
    const made = plan(JSON.parse(text) as PlannableContext, FORM)
    expect(kinds(made)).toEqual(kinds(plan(bare(), FORM)))
    const arns = JSON.stringify(made).match(/arn:[a-z-]+:/g) ?? []
    expect([arns.length > 5, new Set(arns)]).toEqual([true, new Set([`arn:${partition}:`])])
  })

  it('asks for the form’s answers in place of making them up', () => {
    const made = plan(bare())
    expect(kinds(made)).not.toContain('submit-use-case-form')
    expect(made.needed).toMatchObject([{ kind: 'use-case-form' }])
  })

  const templates: Template[] = ['python-boto3', 'claude-cli', 'claude-code-action', 'reusable-caller']
  const scopes: SubjectScope[][] = [
    [{ kind: 'branch', name: 'main' }],
    [{ kind: 'environment', name: 'production' }],
    [{ kind: 'pull-request' }],
    [{ kind: 'any' }],
  ]
  const cases = templates.flatMap((template) => scopes.map((scope) => ({ template, scope })))
  it.each(cases)(
    '$template for $scope.0.kind leaves a chain that only lacks its run',
    ({ template, scope }) => {
      const world = bare({ setup: setup({ template, scope }) })
      const after = applied(world, plan(world, FORM))
      const chain = observeChain(after)
      const left = LINKS.flatMap((link) => chain.links[link].findings).filter(({ status }) => status !== 'ok')
      expect(left.map(({ check }) => check)).toEqual([expect.stringContaining('lastRun.none')])
      expect(chain.state).toBe('unproven')
      expect(plan(after, FORM)).toMatchObject({ steps: [], conflicts: [], needed: [] })
    },
  )

  it('keeps the ARN in a secret where the convention says so, and writes it once', () => {
    const world = bare({ setup: setup({ template: 'python-boto3', convention: AI_IMPLEMENT }) })
    const made = plan(world, FORM)
    expect(actionOf(made, 'set-secret')).toMatchObject({
      name: 'AWS_BEDROCK_ROLE_ARN',
      existed: false,
      value: ROLE_ARN,
    })
    const names = made.steps.flatMap(({ action }) =>
      action.kind === 'set-variable' ? [[action.name, action.after]] : [],
    )
    expect(names).toEqual([
      ['AI_IMPLEMENT_AWS_REGION', 'eu-west-2'],
      ['AI_IMPLEMENT_PROVIDER', 'bedrock'],
    ])
    expect(plan(applied(world, made), FORM).steps).toEqual([])
  })

  it('never shows the value of a secret that is no ARN', () => {
    const convention = {
      ...AWS_VARIABLES,
      id: 'custom' as const,
      region: { kind: 'secret' as const, name: 'REGION' },
    }
    const made = plan(bare({ setup: setup({ template: 'python-boto3', convention }) }), FORM)
    expect(made.steps.find(({ kind }) => kind === 'set-secret')).toMatchObject({
      before: 'absent',
      after: 'set',
    })
  })
})

describe('repairs touch only what is wrong', () => {
  const repairs: [string, Partial<PlannableContext>, Step['kind'][]][] = [
    [
      'no audience',
      {
        account: account({
          provider: known({
            arn: PROVIDER_ARN,
            url: 'token.actions.githubusercontent.com',
            clientIds: ['x'],
          }),
        }),
      },
      ['add-audience'],
    ],
    ['no provider', { account: account({ provider: known(null) }) }, ['create-provider']],
    ['no role', { account: account({ roles: known([]) }) }, ['create-role', 'put-role-policy']],
    ['classic trust', { observation: repository({ subject: known(IMMUTABLE_SETTINGS) }) }, ['update-trust']],
    [
      'other case',
      { account: account({ roles: known([role({ trust: trustOf('repo:Acme/Web:*', 'StringLike') })]) }) },
      ['update-trust'],
    ],
    [
      'no destinations',
      {
        account: account({
          roles: known([
            role({ inlinePolicies: [{ name: 'bedrock', arn: null, document: permissionsFor([]) }] }),
          ]),
        }),
      },
      ['put-role-policy'],
    ],
    ['form missing', { account: account({ useCaseForm: known('missing') }) }, ['submit-use-case-form']],
    [
      'form missing, and perhaps covered by the organization: whoever answers it submits it',
      { account: account({ useCaseForm: known('missing'), formCoverage: { kind: 'unseen' } }) },
      ['submit-use-case-form'],
    ],
    [
      'form missing, and covered by the organization',
      {
        account: account({
          useCaseForm: known('missing'),
          formCoverage: {
            kind: 'member',
            organization: 'o-1',
            managementAccount: ACCOUNT,
            form: 'submitted',
          },
        }),
      },
      [],
    ],
    [
      'no id-token',
      { observation: repository({ workflows: known([workflow(workflowText({ idToken: false }))]) }) },
      ['propose-workflow', 'merge-pull-request'],
    ],
    [
      'disabled',
      {
        observation: repository({
          workflows: known([workflow(workflowText(), { state: 'disabled_inactivity' })]),
        }),
      },
      ['enable-workflow'],
    ],
    [
      'wrong prefix',
      {
        observation: repository({
          variables: known([
            ...VARIABLES.slice(0, 2),
            variable('BEDROCK_MODEL_ID', 'us.anthropic.claude-sonnet-4-6'),
          ]),
        }),
        setup: setup({ model: ModelId.parse('us.anthropic.claude-sonnet-4-6') }),
      },
      ['set-variable'],
    ],
    [
      'only in an environment',
      {
        observation: repository({
          variables: known([variable('AWS_ROLE_ARN', ROLE_ARN, 'production'), ...VARIABLES.slice(1)]),
        }),
      },
      ['set-variable'],
    ],
    [
      'job in an environment',
      {
        observation: repository({
          workflows: known([workflow(workflowText({ environment: 'production' }))]),
        }),
        setup: setup({ scope: [{ kind: 'environment', name: 'production' }] }),
      },
      ['update-trust'],
    ],
  ]

  it.each(repairs)('%s', (_, spoiled, expected) => {
    const world = context(spoiled)
    const made = plan(world, FORM)
    expect(kinds(made)).toEqual(expected)
    const after = applied(world, made)
    expect(observeChain(after).state).toBe('working')
    expect(plan(after, FORM)).toMatchObject({ steps: [], conflicts: [], needed: [] })
  })

  it.each([
    ['nothing is known by', 'anthropic.claude-none', /no model or profile anthropic\.claude-none/],
    ['another region calls', 'us.anthropic.claude-sonnet-4-6', /"us\." profile cannot be called/],
    ['is called through a profile only', FOUNDATION, /only through an inference profile/],
    [
      'is no model’s ARN',
      'arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/x',
      /neither a foundation/,
    ],
  ])('a model that was typed is passed on verbatim, with a warning, though it %s', (_, typed, why) => {
    const model = ModelId.parse(typed)
    const world = context({ setup: setup({ model, modelAsTyped: true }) })
    const made = plan(world)
    expect(kinds(made)).toEqual(['set-variable'])
    expect(actionOf(made, 'set-variable').after).toBe(typed)
    const says = expect.stringMatching(why)
    expect(made.conflicts).toEqual([{ target: `model ${typed}`, says }])
    const [{ id: stepId } = { id: '' }] = made.steps
    expect(made.lints).toEqual([{ stepId, level: 'high', rule: 'model-not-callable', says }])
    expect(plan(applied(world, made)).steps).toEqual([])
  })

  it('a model that was typed and can be called is planned for like one that was chosen', () => {
    expect(plan(context({ setup: setup({ modelAsTyped: true }) }))).toMatchObject({
      steps: [],
      conflicts: [],
      lints: [],
    })
  })

  it('adding a trigger also trusts the subject that it presents', () => {
    const world = context({
      observation: repository({ workflows: known([workflow(workflowText({ on: ['pull_request'] }))]) }),
      account: account({ roles: known([role({ trust: trustOf('repo:acme/web:pull_request') })]) }),
      setup: setup({ scope: [{ kind: 'pull-request' }] }),
    })
    const made = plan(world)
    expect(kinds(made)).toEqual(['update-trust', 'propose-workflow', 'merge-pull-request'])
    expect(actionOf(made, 'update-trust').after).toContain(CLASSIC)
    expect(observeChain(applied(world, made)).state).toBe('working')
  })

  it('keeps a foreign statement of the policy that it writes', () => {
    const foreign = { Sid: 'Logs', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }
    const before = JSON.stringify({ Version: '2012-10-17', Statement: [foreign] })
    const roles = known([
      role({ inlinePolicies: [{ name: 'rolecall-bedrock', arn: null, document: before }] }),
    ])
    const { after } = actionOf(plan(context({ account: account({ roles }) })), 'put-role-policy')
    expect(JSON.parse(after).Statement).toContainEqual(foreign)
  })

  it('sets a value where the job sees it, when an environment hides the repository’s', () => {
    const variables = known([...VARIABLES, variable('AWS_REGION', 'eu-west-1', 'production')])
    const world = context({
      observation: repository({
        variables,
        workflows: known([workflow(workflowText({ environment: 'production' }))]),
      }),
      account: account({ roles: known([role({ trust: trustOf('repo:acme/web:environment:production') })]) }),
      setup: setup({ scope: [{ kind: 'environment', name: 'production' }] }),
    })
    expect(actionOf(plan(world), 'set-variable')).toMatchObject({
      environment: 'production',
      before: 'eu-west-1',
      after: 'eu-west-2',
    })
    expect(plan(applied(world, plan(world))).steps).toEqual([])
  })

  it('tells the calls that a step makes and the rights that it needs', () => {
    const { steps } = plan(bare(), FORM)
    expect(steps.find(({ kind }) => kind === 'create-role')).toMatchObject({
      calls: ['iam:CreateRole'],
      needs: expect.arrayContaining(['iam:CreateRole']),
    })
    expect(steps.find(({ kind }) => kind === 'set-variable')).toMatchObject({
      calls: ['POST /repos/{owner}/{repo}/actions/variables'],
      needs: ['Variables: write'],
    })
    expect(steps.find(({ kind }) => kind === 'submit-use-case-form')).toMatchObject({ reversible: false })
    expect(steps.filter(({ reversible }) => !reversible).map(({ kind }) => kind)).toEqual([
      'submit-use-case-form',
    ])
  })
})

describe('what is in the way is shown, and never overwritten', () => {
  it('a file of another at the template’s path is left: the proposal takes another name', () => {
    const theirs = workflow(
      'name: Theirs\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n',
      { path: '.github/workflows/bedrock.yml' },
    )
    const world = bare()
    const made = plan({ ...world, observation: { ...world.observation, workflows: known([theirs]) } }, FORM)
    const paths = actionOf(made, 'propose-workflow').files.map(({ path, before }) => [path, before])
    expect(paths.map(([path]) => path)).not.toContain('.github/workflows/bedrock.yml')
    expect(paths.every(([, before]) => before === null)).toBe(true)
  })

  it('a setting that the workflow names itself is for its author to change', () => {
    const text = workflowText({ model: 'us.anthropic.claude-sonnet-4-6' })
    const made = plan(context({ observation: repository({ workflows: known([workflow(text)]) }) }))
    expect(made.steps).toEqual([])
    expect(made.conflicts).toMatchObject([
      { target: `${WORKFLOW} line 17`, says: expect.stringContaining(MODEL) },
    ])
  })

  it('a Deny of the role is left alone', () => {
    const deny = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'bedrock:*', Resource: '*' }],
    })
    const roles = known([
      role({ inlinePolicies: [...role().inlinePolicies, { name: 'closed', arn: null, document: deny }] }),
    ])
    const made = plan(context({ account: account({ roles }) }))
    expect(made).toMatchObject({
      steps: [],
      conflicts: [{ target: ROLE_ARN, says: expect.stringContaining('closed') }],
    })
  })

  it('a condition that only a run can meet is left as its author meant it', () => {
    const actor = { 'token.actions.githubusercontent.com:actor': 'octocat' }
    const trust = JSON.parse(trustOf(CLASSIC))
    trust.Statement[0].Condition.StringEquals = { ...trust.Statement[0].Condition.StringEquals, ...actor }
    const office = JSON.parse(permissionsFor(DESTINATIONS))
    office.Statement[0].Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }
    const inlinePolicies = [{ name: 'bedrock', arn: null, document: JSON.stringify(office) }]
    const roles = known([role({ trust: JSON.stringify(trust), inlinePolicies })])
    expect(plan(context({ account: account({ roles }) }))).toMatchObject({ steps: [], conflicts: [] })
  })

  it('an event that the setup leaves out stays out', () => {
    const text = workflowText({ on: ['workflow_dispatch', 'pull_request'] })
    const observation = repository({ workflows: known([workflow(text)]) })
    expect(plan(context({ observation })).steps).toEqual([])
    const both = setup({ scope: [{ kind: 'branch', name: 'main' }, { kind: 'pull-request' }] })
    expect(kinds(plan(context({ observation, setup: both })))).toEqual(['update-trust'])
  })

  it('an audience of the workflow’s own is for its author to remove', () => {
    const text = workflowText().replace(
      'aws-region:',
      'audience: https://example.test\n          aws-region:',
    )
    const made = plan(context({ observation: repository({ workflows: known([workflow(text)]) }) }))
    expect(made.steps).toEqual([])
    expect(made.conflicts).toMatchObject([
      { target: WORKFLOW, says: expect.stringContaining('https://example.test') },
    ])
  })

  it('a boundary is for its owner to widen', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/boundary`
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    })
    const attachedPolicies = [{ name: 'boundary', arn, document }]
    const roles = known([role({ boundaryArn: arn, attachedPolicies })])
    const made = plan(context({ account: account({ roles }) }))
    expect(made.steps).toEqual([])
    expect(made.conflicts[0]?.says).toContain(arn)
  })

  it('a file of ours that GitHub cannot read is corrected before another one is proposed', () => {
    const text = workflowText().replace('id-token: write', 'id-token: reed')
    const observation = repository({ workflows: known([workflow(text)]) })
    const made = plan(context({ observation, setup: setup({ template: 'python-boto3' }) }))
    expect(made.steps).toEqual([])
    expect(made.conflicts).toMatchObject([{ target: WORKFLOW, says: expect.stringContaining('line 9') }])
  })

  it('an archived repository is not touched', () => {
    const world = bare()
    const facts = { ...world.observation.facts, archived: true }
    const made = plan({ ...world, observation: { ...world.observation, facts } }, FORM)
    expect(made).toMatchObject({ steps: [], conflicts: [{ target: 'acme/web' }] })
  })

  it('an empty repository and a setup without a template propose nothing', () => {
    const world = bare()
    const facts = { ...world.observation.facts, defaultBranch: null }
    const empty = plan({ ...world, observation: { ...world.observation, facts } }, FORM)
    const keeping = plan({ ...world, setup: setup({ template: 'keep' }) }, FORM)
    for (const made of [empty, keeping]) {
      expect(kinds(made)).not.toContain('propose-workflow')
      expect(made.conflicts).toHaveLength(1)
    }
  })
})

describe('a path that the template needs', () => {
  const SCRIPT = 'scripts/call_bedrock.py'
  const standing = (takenPaths: TakenPath[], over: Partial<PlannableContext> = {}) => {
    const world = bare(over)
    return { ...world, observation: { ...world.observation, takenPaths: known(takenPaths) } }
  }
  const proposed = (made: Plan) => actionOf(made, 'propose-workflow').files.map(({ path }) => path)

  it('with another script on it is told before anything is touched, with the way out; the rest is planned', () => {
    const made = plan(standing([{ path: SCRIPT, text: 'print("theirs")\n' }]), FORM)
    expect(kinds(made)).not.toContain('propose-workflow')
    expect(kinds(made)).toContain('create-role')
    expect(made.conflicts).toEqual([
      { target: SCRIPT, says: expect.stringMatching(/other content.*choose another template, or rename it/) },
    ])
  })

  it('with anything that is no text is in the way as well', () => {
    expect(plan(standing([{ path: SCRIPT, text: null }]), FORM).conflicts).toMatchObject([{ target: SCRIPT }])
  })

  it('with the very script of the template needs no change there', () => {
    const script = actionOf(plan(bare(), FORM), 'propose-workflow').files.find(({ path }) => path === SCRIPT)
    const made = plan(standing([{ path: SCRIPT, text: script?.after ?? '' }]), FORM)
    expect([made.conflicts, proposed(made)]).toEqual([[], ['.github/workflows/bedrock.yml']])
  })

  it('is no matter to a template that does not write there', () => {
    const world = standing([{ path: SCRIPT, text: '' }], { setup: setup({ template: 'claude-cli' }) })
    expect(proposed(plan(world, FORM))).toEqual(['.github/workflows/bedrock.yml'])
  })

  it('below what is no folder would replace that', () => {
    const made = plan(standing([{ path: 'scripts', text: null }]), FORM)
    expect(kinds(made)).not.toContain('propose-workflow')
    expect(made.conflicts).toMatchObject([
      {
        target: 'scripts',
        says: expect.stringContaining(`scripts is no folder in this repository, and ${SCRIPT}`),
      },
    ])
  })

  it('with others’ workflows on it and on the name beside it is told with the way out', () => {
    const other = (path: string) => workflow('on: push\njobs: {}\n', { path })
    const paths = ['.github/workflows/bedrock.yml', '.github/workflows/rolecall-bedrock.yml']
    const world = bare()
    const observation = { ...world.observation, workflows: known(paths.map(other)) }
    expect(plan({ ...world, observation }, FORM).conflicts).toMatchObject([
      { target: paths[0], says: expect.stringContaining('choose another template, or rename it') },
    ])
  })

  it('and that was taken after the plan was made takes the proposal out of it, by name', () => {
    const moved = plan(standing([{ path: SCRIPT, text: 'print("theirs")\n' }]), FORM)
    const differences = planDifferences(plan(bare(), FORM), moved)
    expect(differences[0]).toMatch(/^Propose .*: not part of the plan any more\.$/)
    expect(differences.at(-1)).toContain(`${SCRIPT} is in the repository already`)
  })
})

describe('what was not read is asked for, and not guessed', () => {
  const offline = failure('offline', 'The network is down.')

  it('plans nothing while the account is not connected: a variable would name a role that is not there', () => {
    const made = plan(bare({ account: null, accountFailure: offline }), FORM)
    expect(made.needed).toEqual([{ kind: 'connection', says: 'The network is down.' }])
    expect(made.steps).toEqual([])
  })

  it('plans nothing for a model that its region does not know: a variable would write it down', () => {
    const made = plan(
      { ...bare(), setup: setup({ model: ModelId.parse('anthropic.claude-unheard-of') }) },
      FORM,
    )
    expect(made.steps).toEqual([])
    expect(made.conflicts.map(({ target }) => target)).toEqual(['model anthropic.claude-unheard-of'])
  })

  it('leaves a standing ARN in place while its account is not read', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/ci/web-bedrock`
    const observation = repository({
      variables: known([variable('AWS_ROLE_ARN', arn), ...VARIABLES.slice(1)]),
    })
    expect(plan(context({ observation, account: null })).steps).toEqual([])
  })

  it.each(['variables', 'workflows', 'takenPaths', 'subject'] as const)('%s', (part) => {
    const world = bare()
    const made = plan({ ...world, observation: { ...world.observation, [part]: unread(offline) } }, FORM)
    expect(made.needed).toEqual([{ kind: 'connection', says: 'The network is down.' }])
  })
})

describe('a plan made again', () => {
  it('has the same ids for the same changes, and no difference', () => {
    const first = plan(bare(), FORM)
    const second = planSetup(bare(), { id: 'plan-2', form: FORM })
    expect(second.steps.map(({ id }) => id)).toEqual(first.steps.map(({ id }) => id))
    expect(new Set(first.steps.map(({ id }) => id)).size).toBe(first.steps.length)
    expect(planDifferences(first, second)).toEqual([])
  })

  it('tells what somebody changed, did, or spoiled in between', () => {
    const world = context({
      observation: repository({
        variables: known([
          ...VARIABLES.slice(0, 1),
          variable('AWS_REGION', 'eu-west-1'),
          ...VARIABLES.slice(2),
        ]),
      }),
    })
    const first = plan(world)
    const moved = {
      ...world,
      observation: repository({
        variables: known([
          ...VARIABLES.slice(0, 1),
          variable('AWS_REGION', 'eu-west-3'),
          ...VARIABLES.slice(2),
        ]),
      }),
    }
    expect(planDifferences(first, plan(moved))).toEqual([
      'acme/web variable AWS_REGION changed since the plan was made.',
    ])
    expect(planDifferences(first, plan(context()))).toEqual([
      'Change the variable AWS_REGION: no longer needed.',
    ])
    const spoiled = { ...world, account: account({ provider: known(null) }) }
    expect(planDifferences(first, plan(spoiled))).toEqual([
      `Let the account ${ACCOUNT} know GitHub: needed now, and not part of the plan.`,
    ])
  })
})

it('measures the destinations of the profile that it will call', () => {
  const { after } = actionOf(plan(bare(), FORM), 'put-role-policy')
  for (const region of DESTINATIONS) expect(after).toContain(`arn:aws:bedrock:${region}::foundation-model/`)
  expect(after).toContain(`arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${MODEL}`)
})
