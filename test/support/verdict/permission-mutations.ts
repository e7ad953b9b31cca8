import { claudeWorkflow } from '../../../electron/sandbox/seed/workflow-texts'
import { both, type Change, edited, type Mutation, type Place, told, works } from './mutation'

interface PermissionStatement {
  Effect: string
  Action?: string | string[]
  NotAction?: string
  Resource?: string | string[]
  NotResource?: string
  Condition?: object
}

/** Rewrites the one statement of a healthy role's policy, given the resources that it allows. */
function policy(
  change: (statement: PermissionStatement, resources: string[], place: Place) => PermissionStatement[],
): Change {
  return (place) => {
    const document = JSON.parse(place.role.inlinePolicies.bedrock ?? '')
    const [statement] = document.Statement
    const Statement = change(statement, statement.Resource, place)
    place.role.inlinePolicies.bedrock = JSON.stringify({ ...document, Statement })
  }
}

const acting = (Action: string | string[]) => policy((one) => [{ ...one, Action }])
const on = (change: (resources: string[]) => string | string[]) =>
  policy((one, resources) => [{ ...one, Resource: change(resources) }])
const when = (condition: (place: Place) => object) =>
  policy((one, _, place) => [{ ...one, Condition: condition(place) }])
const denying = (denial: Partial<PermissionStatement>) =>
  policy(({ Effect, Action, Resource }) => [
    { Effect, ...(Action && { Action }), ...(Resource && { Resource }) },
    { Effect: 'Deny', Action: 'bedrock:*', Resource: '*', ...denial },
  ])

const isProfile = (arn: string) => arn.includes('inference-profile')
const through = (change: (profile: string) => string) =>
  policy((one, resources) => {
    const [profile = ''] = resources.filter(isProfile)
    const Condition = { StringLike: { 'bedrock:InferenceProfileArn': change(profile) } }
    return [
      { ...one, Resource: profile },
      {
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel*',
        Resource: resources.filter((arn) => !isProfile(arn)),
        Condition,
      },
    ]
  })

/** Gives the role a managed policy with one statement, attached or as its boundary. */
function managed(statement: object, use: { attach: boolean; bound: boolean }): Change {
  return ({ account, role }) => {
    const name = `managed-of-${role.name}`
    const arn = `arn:aws:iam::${account.id}:policy/${name}`
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Resource: '*', ...statement }] })
    account.managedPolicies.push({ arn, name, document })
    if (use.attach) role.attachedPolicyArns.push(arn)
    if (use.bound) role.boundaryArn = arn
  }
}

const otherModel = (arn: string) => arn.replace('sonnet-4-6', 'opus-4-8')
const GLOBAL = { model: 'global.anthropic.claude-sonnet-4-6' }
const CLAUDE = { workflow: claudeWorkflow }

const FOUNDATION = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6'
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-6'
const counting = edited(
  (text) =>
    `${text.trimEnd()}\n      - run: aws bedrock-runtime count-tokens --model-id anthropic.claude-sonnet-4-6 --input '{}'\n`,
)
const mayCount =
  (Resource: string): Change =>
  ({ role }) => {
    const Statement = [{ Effect: 'Allow', Action: 'bedrock:CountTokens', Resource }]
    role.inlinePolicies.counting = JSON.stringify({ Version: '2012-10-17', Statement })
  }
const streaming = edited(
  (text) =>
    `${text.trimEnd()}\n      - run: aws bedrock-runtime invoke-model-with-response-stream --model-id us.anthropic.claude-sonnet-4-6 --body '{}' out\n`,
)

const denied = told('permissions', 'drift')
/** What only the call brings: an address, a guardrail, the organization. The sandbox brings none. */
const open = told('permissions', 'unknown')

/** What a role's permission policies may say (IAM user guide; Bedrock user guide, inference profiles; field-notes §3). */
export const PERMISSION_MUTATIONS: Mutation[] = [
  works('InvokeModel*', acting('bedrock:InvokeModel*')),
  works('actions in other case', acting(['BEDROCK:invokemodel', 'bedrock:invokeModelWithResponseStream'])),
  works(
    'all actions but others',
    policy(({ Resource }) => [{ Effect: 'Allow', NotAction: 'iam:*', Resource: Resource ?? '*' }]),
  ),
  denied(
    'all actions but these',
    policy(({ Resource }) => [{ Effect: 'Allow', NotAction: 'bedrock:*', Resource: Resource ?? '*' }]),
  ),
  denied('streaming alone', acting('bedrock:InvokeModelWithResponseStream')),
  told('permissions', 'drift', 'success')('no streaming, for a script', acting('bedrock:InvokeModel')),
  denied('no streaming, for Claude Code', acting('bedrock:InvokeModel'), CLAUDE),
  works(
    'all resources',
    on(() => '*'),
  ),
  works(
    'all models and profiles',
    on(() => ['arn:aws:bedrock:*::foundation-model/*', 'arn:aws:bedrock:*:*:inference-profile/*']),
  ),
  denied(
    'all models, no profile',
    on(() => 'arn:aws:bedrock:*::foundation-model/*'),
  ),
  denied(
    'one destination alone',
    on((resources) => resources.slice(0, 2)),
  ),
  denied('the profile alone', undefined, { grants: 'profile-only' }),
  denied(
    'another account’s profile',
    on((resources) => resources.map((arn) => arn.replace(':111122223333:', ':444455556666:'))),
  ),
  denied(
    'another model',
    on((resources) => resources.map(otherModel)),
  ),
  works(
    'all resources but others',
    policy(() => [{ Effect: 'Allow', Action: 'bedrock:*', NotResource: 'arn:aws:s3:::secret' }]),
  ),
  denied(
    'all resources but one destination',
    policy(() => [{ Effect: 'Allow', Action: 'bedrock:*', NotResource: 'arn:aws:bedrock:us-east-2::*' }]),
  ),
  works(
    'models through their profile alone',
    through((profile) => profile),
  ),
  denied('models through another profile alone', through(otherModel)),
  denied(
    'only in the calling region',
    when(() => ({ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })),
  ),
  works(
    'in every destination',
    when(() => ({ StringLike: { 'aws:RequestedRegion': 'us-*' } })),
  ),
  works('TLS demanded', denying({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
  denied('a Deny of one destination', denying({ Resource: 'arn:aws:bedrock:us-west-2::foundation-model/*' })),
  works('a Deny of another model', denying({ Resource: 'arn:aws:bedrock:*::foundation-model/amazon.*' })),
  denied(
    'a Deny of other regions',
    denying({ Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } } }),
  ),
  open(
    'a Deny without a guardrail',
    denying({ Condition: { Null: { 'bedrock:GuardrailIdentifier': 'true' } } }),
  ),
  open(
    'a Deny from other addresses',
    denying({ Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
  ),
  open(
    'from some addresses',
    when(() => ({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
  ),
  open(
    'within an organization',
    when(() => ({ StringEquals: { 'aws:PrincipalOrgID': 'o-acme' } })),
  ),
  works(
    'for its own account',
    when(() => ({ StringEquals: { 'aws:PrincipalAccount': '111122223333' } })),
  ),
  works(
    'for itself',
    when(({ role }) => ({
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::111122223333:role/${role.name}` },
    })),
  ),
  denied(
    'for another role',
    when(() => ({ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } })),
  ),
  works(
    'for its tag',
    when(({ repository }) => ({
      StringEquals: { 'aws:PrincipalTag/Repository': `acme/${repository.name}` },
    })),
  ),
  denied(
    'for a tag that it has not',
    when(() => ({ StringEquals: { 'aws:PrincipalTag/team': 'ai' } })),
  ),
  denied(
    'a Deny in a managed policy',
    managed({ Effect: 'Deny', Action: 'bedrock:*' }, { attach: true, bound: false }),
  ),
  works('a boundary that allows', managed({ Effect: 'Allow', Action: '*' }, { attach: true, bound: true })),
  denied(
    'a boundary that allows something else',
    managed({ Effect: 'Allow', Action: 's3:*' }, { attach: true, bound: true }),
  ),
  denied(
    'a boundary without Bedrock, attached nowhere',
    managed({ Effect: 'Allow', Action: 's3:*' }, { attach: false, bound: true }),
  ),
  works(
    'a boundary that allows Bedrock, attached nowhere',
    managed({ Effect: 'Allow', Action: 'bedrock:*' }, { attach: false, bound: true }),
  ),
  denied(
    'a boundary that is no identity policy of its own',
    both(managed({ Effect: 'Allow', Action: '*' }, { attach: false, bound: true }), ({ role }) => {
      role.inlinePolicies = {}
    }),
  ),
  open('a boundary that nobody can read', ({ role }) => {
    role.boundaryArn = 'arn:aws:iam::111122223333:policy/gone'
  }),
  denied('tokens counted without the right to', counting),
  works('tokens counted with the right to', both(counting, mayCount(FOUNDATION))),
  denied('tokens counted with the right for the profile alone', both(counting, mayCount(PROFILE))),
  denied('streaming by a script without the right to', both(streaming, acting('bedrock:InvokeModel'))),
  denied('no policy at all', ({ role }) => {
    role.inlinePolicies = {}
  }),
  works('a global profile with the region-less model', undefined, GLOBAL),
  denied(
    'a global profile without it',
    on((resources) => resources.filter((arn) => !arn.includes(':bedrock:::'))),
    GLOBAL,
  ),
]
