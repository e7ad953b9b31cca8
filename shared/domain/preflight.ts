import { z } from 'zod'

/** What AWS says of one action: whether this principal may call it. */
export const ActionVerdict = z.enum(['allowed', 'denied', 'unknown'])
export type ActionVerdict = z.infer<typeof ActionVerdict>

/** By IAM action such as `iam:CreateRole`; one that is absent is unknown. */
export type ActionVerdicts = Readonly<Record<string, ActionVerdict>>

/** What Rolecall does with an AWS account, in the order in which it needs it. */
export const AwsFeature = z.enum([
  'observe',
  'create-provider',
  'change-roles',
  'bedrock-access',
  'form',
  'agreements',
  'cloudtrail',
])
export type AwsFeature = z.infer<typeof AwsFeature>

/** Whether a principal may use a feature, and which actions it lacks. */
export const FeatureVerdict = z.object({
  feature: AwsFeature,
  allowed: z.enum(['yes', 'no', 'unknown']),
  missing: z.array(z.string()),
  says: z.string(),
})
export type FeatureVerdict = z.infer<typeof FeatureVerdict>

/** What an action touches: it decides against which resources a policy is asked, and to which one is written. */
export type Scope = 'any' | 'provider' | 'role'

/** One action that a feature needs. `what` completes "cannot …". */
export interface NeededAction {
  action: string
  what: string
  scope: Scope
  changes: boolean
}

function reads(action: string, what: string, scope: Scope = 'any'): NeededAction {
  return { action, what, scope, changes: false }
}

function changes(action: string, what: string, scope: Scope = 'any'): NeededAction {
  return { action, what, scope, changes: true }
}

/** Every action that Rolecall may call with a profile, by the feature that needs it. */
export const FEATURE_ACTIONS: Readonly<Record<AwsFeature, readonly NeededAction[]>> = {
  observe: [
    reads('iam:GetAccountAuthorizationDetails', 'list roles and their policies'),
    reads('iam:GetOpenIDConnectProvider', 'read the OIDC provider', 'provider'),
    reads('iam:GetRole', 'read a role', 'role'),
    reads('iam:ListRolePolicies', 'list role policies', 'role'),
    reads('iam:GetRolePolicy', 'read role policies', 'role'),
    reads('iam:ListAttachedRolePolicies', 'list attached policies', 'role'),
    reads('iam:GetPolicy', 'read managed policies'),
    reads('iam:GetPolicyVersion', 'read managed policies'),
    reads('iam:GetAccountSummary', 'read the account’s quotas'),
    reads('iam:ListAccountAliases', 'read the account’s alias'),
  ],
  'create-provider': [
    changes('iam:CreateOpenIDConnectProvider', 'create the OIDC provider', 'provider'),
    changes('iam:AddClientIDToOpenIDConnectProvider', 'add an audience to the provider', 'provider'),
    changes('iam:RemoveClientIDFromOpenIDConnectProvider', 'take an audience back', 'provider'),
    changes('iam:DeleteOpenIDConnectProvider', 'take a provider back', 'provider'),
  ],
  'change-roles': [
    changes('iam:CreateRole', 'create roles', 'role'),
    changes('iam:TagRole', 'tag roles', 'role'),
    changes('iam:UntagRole', 'take tags of roles back', 'role'),
    changes('iam:UpdateRole', 'change the length of a role’s sessions', 'role'),
    changes('iam:UpdateAssumeRolePolicy', 'change trust policies', 'role'),
    changes('iam:PutRolePermissionsBoundary', 'set permissions boundaries', 'role'),
    changes('iam:DeleteRolePermissionsBoundary', 'take permissions boundaries away', 'role'),
    changes('iam:PutRolePolicy', 'put role policies', 'role'),
    changes('iam:DeleteRolePolicy', 'take role policies back', 'role'),
    changes('iam:DeleteRole', 'take roles back', 'role'),
  ],
  'bedrock-access': [
    reads('bedrock:ListFoundationModels', 'list models'),
    reads('bedrock:ListInferenceProfiles', 'list inference profiles'),
    reads('bedrock:GetFoundationModelAvailability', 'tell whether a model can be called'),
    reads('bedrock:GetUseCaseForModelAccess', 'tell whether the use-case form was submitted'),
  ],
  form: [changes('bedrock:PutUseCaseForModelAccess', 'submit the use-case form')],
  agreements: [
    reads('bedrock:ListFoundationModelAgreementOffers', 'read the offers of a model'),
    changes('bedrock:CreateFoundationModelAgreement', 'agree to a model’s terms'),
    changes('aws-marketplace:Subscribe', 'subscribe to a model'),
    reads('aws-marketplace:ViewSubscriptions', 'see subscriptions to models'),
  ],
  cloudtrail: [reads('cloudtrail:LookupEvents', 'look up refused sign-ins of jobs')],
}

/** The words of the features. */
export const FEATURE_WORDS: Readonly<Record<AwsFeature, string>> = {
  observe: 'Observe provider and roles',
  'create-provider': 'Create the provider',
  'change-roles': 'Create and change roles',
  'bedrock-access': 'Read Bedrock access',
  form: 'Submit the use-case form',
  agreements: 'Agree to model terms',
  cloudtrail: 'Look up CloudTrail events',
}

/** The verdict on each feature: a lacking action is named, an unknown one is not taken for allowed. */
export function judgeFeatures(verdicts: ActionVerdicts): FeatureVerdict[] {
  return AwsFeature.options.map((feature) => judge(feature, verdicts))
}

function judge(feature: AwsFeature, verdicts: ActionVerdicts): FeatureVerdict {
  const needed = FEATURE_ACTIONS[feature]
  const of = (verdict: ActionVerdict) =>
    needed.filter(({ action }) => (verdicts[action] ?? 'unknown') === verdict)
  const [denied, unknown] = [of('denied'), of('unknown')]
  const missing = denied.map(({ action }) => action)
  if (denied.length > 0) return { feature, allowed: 'no', missing, says: lacks(denied) }
  if (unknown.length > 0) {
    const actions = unknown.map(({ action }) => action).join(', ')
    const says = `not known without trying: ${actions}. With iam:SimulatePrincipalPolicy it could be told.`
    return { feature, allowed: 'unknown', missing, says }
  }
  return { feature, allowed: 'yes', missing, says: 'may do this, as far as AWS tells.' }
}

/** `cannot put role policies: iam:PutRolePolicy`, for each thing that cannot be done. */
function lacks(denied: readonly NeededAction[]): string {
  const whats = [...new Set(denied.map(({ what }) => what))]
  const parts = whats.map((what) => {
    const actions = denied.filter((each) => each.what === what).map(({ action }) => action)
    return `cannot ${what}: ${actions.join(', ')}`
  })
  return `${parts.join('; ')}.`
}
