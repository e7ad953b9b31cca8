import type { AwsRole } from '../../../electron/sandbox/aws/aws-world'
import { evaluatePermission } from '../../../shared/domain/permission-policy'
import { type PolicyDocument, parsePolicy } from '../../../shared/domain/policy-document'
import { evaluateTrust } from '../../../shared/domain/trust-policy'

/** Who may take a role, and what may be done with it, of a set of things that were asked. */
export interface Reach {
  subjects: string[]
  calls: string[]
}

const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'
const CONTEXTS = [
  'ref:refs/heads/main',
  'ref:refs/heads/dev',
  'ref:refs/tags/v1',
  'pull_request',
  'environment:production',
]

/** Subjects of the repository itself, of its neighbours, and of names that look like its own. */
function askedSubjects(prefix: string): string[] {
  const [, owner = '', name = ''] = /^repo:([^/]+)\/(.+)$/.exec(prefix) ?? []
  const others = [
    `repo:${owner}/${name}-2`,
    `repo:${owner}-2/${name}`,
    `repo:globex/${name}`,
    `repo:${owner}/other`,
  ]
  return [prefix, ...others].flatMap((one) => CONTEXTS.map((context) => `${one}:${context}`))
}

const SONNET = 'foundation-model/anthropic.claude-sonnet-4-6'
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-6'

/** Calls beside the one that a healthy job makes: other models, regions, accounts and services, and past the profile. */
const ASKED_CALLS: [action: string, resource: string, profile: string | null][] = [
  ['bedrock:InvokeModel', `arn:aws:bedrock:us-east-1::${SONNET}`, null],
  ['bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-8', PROFILE],
  ['bedrock:InvokeModel', `arn:aws:bedrock:eu-west-2::${SONNET}`, PROFILE],
  ['bedrock:InvokeModel', PROFILE.replace('111122223333', '444455556666'), null],
  ['bedrock:InvokeModel', PROFILE.replace('us.anthropic', 'global.anthropic'), null],
  ['bedrock:PutUseCaseForModelAccess', '*', null],
  ['aws-marketplace:Subscribe', '*', null],
  ['s3:GetObject', 'arn:aws:s3:::secret/file', null],
  ['iam:CreateUser', '*', null],
]

/** What a role reaches now of all that is asked. `prefix` is the repository part of its subjects. */
export function reachOf(role: AwsRole, prefix: string): Reach {
  const trust = read(role.trust)
  const policies = Object.values(role.inlinePolicies).map(read)
  const admits = (sub: string) =>
    evaluateTrust(trust, { providerArn: PROVIDER, claims: { sub, aud: 'sts.amazonaws.com' } }).allowed
  const allows = ([action, resource, profile]: (typeof ASKED_CALLS)[number]) => {
    const context = (key: string) =>
      key === 'bedrock:inferenceprofilearn' && profile !== null ? [profile] : undefined
    return evaluatePermission(policies, { action, resource, context }).decision === 'allowed'
  }
  return {
    subjects: askedSubjects(prefix).filter(admits),
    calls: ASKED_CALLS.filter(allows).map(([action, resource]) => `${action} on ${resource}`),
  }
}

/** What is reached now and was not before. */
export function gained(before: Reach, after: Reach): Reach {
  const more = (now: string[], then: string[]) => now.filter((one) => !then.includes(one))
  return { subjects: more(after.subjects, before.subjects), calls: more(after.calls, before.calls) }
}

function read(document: string): PolicyDocument {
  const parsed = parsePolicy(document)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.policy
}
