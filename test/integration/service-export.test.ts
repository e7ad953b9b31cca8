import { beforeAll, describe, expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import type { FleetPlan } from '../../shared/contract/batch'
import { RepositoryName } from '../../shared/domain/ids'
import { hashicorpComplaints } from '../support/hashicorp-hcl'
import { type Block, parseHcl } from '../support/hcl'
import {
  argumentsOf,
  type Template,
  templateComplaints,
  terraformComplaints,
} from '../support/infrastructure'
import { sandboxHouse } from '../support/sandbox-house'
import { FORM } from '../support/service-steps'

const at = sandboxHouse()
const BLANK = caseOf('nothing').repository

let fleet: FleetPlan

beforeAll(async () => {
  await at().sandbox.reset()
  fleet = await at().client.setup.planMany({ repositories: null, form: FORM })
}, 60_000)

const chosen = (names: string[] | null = null, exclude: string[] = []) =>
  fleet.plans
    .filter(({ repository }) => names === null || names.includes(repository))
    .map(({ id: planId }) => ({ planId, exclude }))

const terraform = (names: string[] | null = null, exclude: string[] = []) =>
  at().client.setup.exportPlan({ plans: chosen(names, exclude), as: 'terraform' })
const template = async (names: string[] | null = null) =>
  JSON.parse(
    (await at().client.setup.exportPlan({ plans: chosen(names), as: 'cloudformation' })).text,
  ) as Template

function resources(text: string, type: string): Block[] {
  return parseHcl(text).filter(({ labels }) => labels[0] === type)
}

describe('every plan of the sandbox as Terraform', () => {
  test('is what the providers accept, each thing once', async () => {
    const { text } = await terraform()
    expect(terraformComplaints(text)).toEqual([])
    expect(await hashicorpComplaints(text)).toEqual([])
    expect(parseHcl(text).length).toBeGreaterThan(20)
  })

  test('holds every value, file and document of its steps, exactly', async () => {
    const { text } = await terraform()
    const given = parseHcl(text).flatMap((block) => Object.values(argumentsOf(block)).map(canonical))
    const wanted = fleet.plans.flatMap(({ steps }) =>
      steps.flatMap(({ action }) => {
        if (action.kind === 'set-variable') return [action.after]
        if (action.kind === 'put-role-policy') return [canonical(action.after)]
        if (action.kind === 'propose-workflow') return action.files.map(({ after }) => after)
        return []
      }),
    )
    expect(wanted.length).toBeGreaterThan(10)
    expect(wanted.filter((value) => !given.includes(value))).toEqual([])
  })

  test('imports what stands, and tells of each step that it cannot do', async () => {
    const { text, byHand } = await terraform()
    const imported = parseHcl(text)
      .filter(({ type }) => type === 'import')
      .map((block) => argumentsOf(block).id)
    const standing = fleet.plans.flatMap(({ steps }) =>
      steps.flatMap(({ action }) => {
        if (action.kind === 'update-trust') return [action.role as string]
        if (action.kind !== 'set-variable' || action.before === null) return []
        return [[action.repository.split('/')[1], action.environment, action.name].filter(Boolean).join(':')]
      }),
    )
    expect(standing.length).toBeGreaterThan(0)
    expect(standing.filter((id) => !imported.includes(id))).toEqual([])
    const kinds = ['accept-agreement', 'submit-use-case-form', 'merge-pull-request', 'enable-workflow']
    const left = fleet.plans.flatMap(({ steps }) => steps.filter(({ kind }) => kinds.includes(kind)))
    expect(new Set(left.map(({ id }) => id)).size).toBe(byHand)
    expect(left.filter(({ title }) => !text.includes(`${title} (`))).toEqual([])
  })

  test('leaves out what is excluded, and what rests on it', async () => {
    const plan = fleet.plans.find(({ repository }) => repository === BLANK)
    const role = plan?.steps.find(({ kind }) => kind === 'create-role')
    const { text, fileName } = await terraform([BLANK], [role?.id ?? ''])
    expect(resources(text, 'aws_iam_role')).toEqual([])
    expect(resources(text, 'aws_iam_role_policy')).toEqual([])
    expect(fileName).toBe('rolecall-acme-blank.tf')
  })
})

describe('every plan of the sandbox as CloudFormation', () => {
  test('is what CloudFormation accepts, and tells of everything that it cannot do', async () => {
    const made = await template()
    expect(templateComplaints(made)).toEqual([])
    const told = made.Metadata.Rolecall.ByHand.map(({ Change }) => Change)
    const done = ['create-provider', 'create-role']
    const untold = fleet.plans.flatMap(({ steps }) =>
      steps.filter(
        ({ title, action }) =>
          !told.includes(title) &&
          !done.includes(action.kind) &&
          !(action.kind === 'put-role-policy' && action.before === null),
      ),
    )
    expect(untold).toEqual([])
  })

  test('creates a role with the trust and the policy of the plan, and gives its ARN', async () => {
    const made = await template([BLANK])
    const steps = fleet.plans.find(({ repository }) => repository === BLANK)?.steps ?? []
    const [trust, policy] = steps.flatMap(({ action }) => {
      if (action.kind === 'create-role') return [action.trust]
      return action.kind === 'put-role-policy' ? [action.after] : []
    })
    const [id, role] = Object.entries(made.Resources).find(([, { Type }]) => Type === 'AWS::IAM::Role') ?? []
    expect(role?.Properties).toMatchObject({
      AssumeRolePolicyDocument: JSON.parse(trust ?? ''),
      Policies: [{ PolicyDocument: JSON.parse(policy ?? '') }],
    })
    expect(Object.values(made.Outputs ?? {})[0]?.Value).toEqual({ 'Fn::GetAtt': [id, 'Arn'] })
  })

  test('is refused, and why, where no step is anything that it creates', async () => {
    const names = [caseOf('classic-trust-on-new').repository].map((name) => RepositoryName.parse(name))
    await expect(template(names)).rejects.toThrow('CloudFormation can make none of these changes')
  })
})

function canonical(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.stringify(JSON.parse(value)) : value
  } catch {
    return value
  }
}
