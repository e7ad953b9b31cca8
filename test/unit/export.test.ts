import { describe, expect, test } from 'vitest'
import { exportPlans } from '../../shared/domain/export/export-plans'
import type { ExportFormat } from '../../shared/domain/export/exported'
import { mergeDocuments } from '../../shared/domain/export/merge-documents'
import { RepositoryName } from '../../shared/domain/ids'
import type { Plan, Step, StepAction } from '../../shared/domain/plan'
import { parseHcl } from '../support/hcl'
import {
  argumentsOf,
  type Template,
  templateComplaints,
  terraformComplaints,
} from '../support/infrastructure'
import { beganApplication } from '../support/plan-samples'

const ARN = 'arn:aws:iam::111122223333:role/ci/web'
const ROLE = { account: '111122223333', role: 'web' } as const

/** A plan with steps that do exactly this. */
function planOf(
  repository: string,
  ...actions: { action: unknown; target?: string; before?: string }[]
): Plan {
  const { plan } = beganApplication()
  const [sample] = plan.steps
  const steps = actions.map(({ action, target = ARN, before = null }, index): Step => {
    const own = action as StepAction
    return { ...sample, id: `${repository}-${index}`, kind: own.kind, target, before, action: own } as Step
  })
  return { ...plan, repository: RepositoryName.parse(repository), steps }
}

function made(as: ExportFormat, ...plans: Plan[]): string {
  const result = exportPlans(
    plans.map((plan) => ({ plan, exclude: [] })),
    as,
  )
  if (!result.ok) throw new Error(result.why)
  return result.exported.text
}

function block(text: string, type: string, kind = 'resource') {
  const found = parseHcl(text).find(
    (each) => each.type === kind && (kind === 'import' || each.labels[0] === type),
  )
  if (!found) throw new Error(`There is no ${kind} ${type}.`)
  return { given: argumentsOf(found), ignores: found.blocks.map(argumentsOf)[0]?.ignore_changes }
}

const trust = (...subjects: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { sub: subjects.length === 1 ? subjects[0] : subjects } },
      },
    ],
  })

const variable = (repository: string, after: string, name = 'MODEL') => ({
  action: { kind: 'set-variable', repository, environment: null, name, before: null, after },
})

describe('as Terraform', () => {
  test.each([
    ['an expression', '${file("/etc/passwd")} and %{ if true }x%{ endif }'],
    ['quotes and backslashes', 'a "b" \\n c\\'],
    ['several lines', 'one\ntwo ${{ vars.X }}\n'],
    ['a line that would end it', 'one\nEOT\n  EOT_\ntwo\n'],
    ['no last line', 'one\ntwo'],
    ['carriage returns and controls', 'one\r\ntwo\t\u0007\u2028\n'],
    ['a comment and a brace', '# } "x" {\n/* */\n'],
  ])('a value with %s is the same when it is read', (_what, value) => {
    const text = made('terraform', planOf('acme/web', variable('acme/web', value)))
    expect(terraformComplaints(text)).toEqual([])
    expect(block(text, 'github_actions_variable').given.value).toBe(value)
  })

  test('what a plan’s words hold stays a comment', () => {
    const plan = planOf('acme/web', {
      action: { kind: 'delete-secret', repository: 'acme/web', environment: null, name: 'S' },
      target: 'x\nresource "evil" "x" {}\r}\u2028{',
    })
    expect(parseHcl(made('terraform', plan)).map(({ type }) => type)).toEqual(['terraform'])
  })

  test('a role that stands is imported, and nothing of it is reset but what the plan changes', () => {
    const text = made(
      'terraform',
      planOf(
        'acme/web',
        {
          action: { kind: 'set-boundary', ...ROLE, before: 'arn:old', after: null },
          target: `${ARN} boundary`,
        },
        { action: { kind: 'set-role-tags', ...ROLE, before: { team: null }, after: { team: 'ci' } } },
      ),
    )
    expect(terraformComplaints(text)).toEqual([])
    const { given, ignores } = block(text, 'aws_iam_role')
    expect(given).toMatchObject({
      path: '/ci/',
      permissions_boundary: null,
      assume_role_policy: 'data.aws_iam_role.web.assume_role_policy',
      tags: { team: 'ci' },
    })
    expect(text).toContain('merge(data.aws_iam_role.web.tags, {')
    expect(ignores).toEqual(['assume_role_policy', 'description', 'max_session_duration'])
    expect(block(text, '', 'import').given).toEqual({ to: 'aws_iam_role.web', id: 'web' })
  })

  test('a provider keeps the audiences that it has', () => {
    const providerArn = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'
    const add = { kind: 'add-audience', account: '111122223333', providerArn, clientId: 'sts.amazonaws.com' }
    const text = made(
      'terraform',
      planOf('acme/web', { action: add, target: providerArn, before: 'https://x' }),
    )
    expect(terraformComplaints(text)).toEqual([])
    expect(block(text, 'aws_iam_openid_connect_provider').given).toMatchObject({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['https://x', 'sts.amazonaws.com'],
    })
  })

  test('a secret is a variable: its value is nowhere in the file', () => {
    const secret = {
      kind: 'set-secret',
      repository: 'acme/web',
      environment: 'prod',
      name: 'ROLE',
      existed: true,
    }
    const text = made('terraform', planOf('acme/web', { action: { ...secret, value: 'hush-hush' } }))
    expect(terraformComplaints(text)).toEqual([])
    expect(text).not.toContain('hush-hush')
    expect(block(text, 'github_actions_environment_secret').given.plaintext_value).toMatch(/^var\./)
  })

  test('repositories of several accounts and owners each go through their own provider, under names of their own', () => {
    const inAccount = (account: string) => ({
      kind: 'set-session-duration',
      account,
      role: 'web',
      before: 3600,
      after: 7200,
    })
    const text = made(
      'terraform',
      planOf('acme/a-b', { action: inAccount('111122223333') }, variable('acme/a-b', 'x')),
      planOf('acme/a.b', { action: inAccount('444455556666') }, variable('acme/a.b', 'y')),
      planOf('Zeta/a_b', variable('Zeta/a_b', 'z')),
    )
    expect(terraformComplaints(text)).toEqual([])
    const providers = parseHcl(text).flatMap((each) => argumentsOf(each).provider ?? [])
    expect([...new Set(providers)].sort()).toEqual(
      ['aws.account_111122223333', 'aws.account_444455556666', 'github.Zeta', 'github.acme'].sort(),
    )
  })

  test('two repositories that widen one role become one trust with both', () => {
    const widen = (subject: string) => ({
      action: { kind: 'update-trust', ...ROLE, before: trust('a'), after: trust('a', subject) },
    })
    const text = made('terraform', planOf('acme/b', widen('b')), planOf('acme/c', widen('c')))
    const policy = String(block(text, 'aws_iam_role').given.assume_role_policy)
    expect(JSON.parse(policy)).toEqual(JSON.parse(trust('a', 'b', 'c')))
  })
})

describe('as CloudFormation', () => {
  test('one template serves several accounts: in each only its own part is made', () => {
    const create = (account: string) => ({
      action: {
        kind: 'create-role',
        account,
        name: 'web',
        path: '/',
        trust: trust('a'),
        description: 'x',
        tags: {},
      },
    })
    const template = JSON.parse(
      made(
        'cloudformation',
        planOf('acme/b', create('111122223333')),
        planOf('acme/c', create('444455556666')),
      ),
    ) as Template
    expect(templateComplaints(template)).toEqual([])
    expect(Object.values(template.Resources).map(({ Condition }) => Condition)).toEqual([
      'Account111122223333',
      'Account444455556666',
    ])
    expect(template.Conditions?.Account111122223333).toEqual({
      'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '111122223333'],
    })
  })

  test('more than CloudFormation takes is refused, with the way out', () => {
    const plans = Array.from({ length: 501 }, (_, index) =>
      planOf(`acme/r${index}`, {
        action: { kind: 'put-role-policy', ...ROLE, policy: `p${index}`, before: null, after: '{}' },
      }),
    )
    expect(() => made('cloudformation', ...plans)).toThrow('Export fewer repositories at once.')
  })
})

describe('two changes of one document', () => {
  test.each([
    ['both add', trust('a'), trust('a', 'b'), trust('a', 'c'), trust('a', 'b', 'c')],
    ['one removes, one adds', trust('a', 'b'), trust('a'), trust('a', 'b', 'c'), trust('a', 'c')],
    ['one leaves it', trust('a'), trust('a'), trust('a', 'b'), trust('a', 'b')],
  ])('%s: both hold', (_what, before, one, other, both) => {
    const merged = mergeDocuments(before, one, other) ?? 'null'
    const listed = (text: string) => JSON.stringify(JSON.parse(text)).replace(/"sub":"(\w)"/, '"sub":["$1"]')
    expect(listed(merged)).toBe(listed(both))
  })

  test('both new: the statements of both', () => {
    const merged = JSON.parse(mergeDocuments(null, trust('a'), trust('b')) ?? 'null')
    expect(merged.Statement).toEqual([
      ...JSON.parse(trust('a')).Statement,
      ...JSON.parse(trust('b')).Statement,
    ])
  })

  test('a contradiction is no document, and is told', () => {
    const denied = trust('a').replace('Allow', 'Deny')
    const refused = trust('a').replace('Allow', 'Refuse')
    expect(mergeDocuments(trust('a'), denied, refused)).toBeNull()
    const change = (after: string) => ({
      action: { kind: 'update-trust', ...ROLE, before: trust('a'), after },
    })
    const text = made('terraform', planOf('acme/b', change(denied)), planOf('acme/c', change(refused)))
    expect(text).toMatch(/# - acme\/c: .*\n# +Another repository’s plan changes the same thing otherwise/)
  })
})
