import { ListFoundationModelsCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock'
import {
  GetAccountAuthorizationDetailsCommand,
  GetRoleCommand,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam'
import { ExpectedFailure } from '../../../shared/domain/failure'
import {
  type ActionVerdict,
  type ActionVerdicts,
  FEATURE_ACTIONS,
  type Scope,
} from '../../../shared/domain/preflight'
import type { AwsIdentity } from '../aws-port'
import { readAlias, readIdentity } from './account'
import { calling } from './errors'
import { readProvider } from './providers'
import type { AwsSession } from './session'
import { readUseCaseForm } from './use-case-form'

/** A name that no role has: who may read roles is told that there is none, who may not is refused. */
const NO_SUCH_ROLE = 'rolecall-preflight-no-such-role'

/**
 * What the profile's principal may do, found without a change: what only reads is called, the rest is asked of IAM's
 * policy simulator, which does not know session policies, nor conditions in service control policies.
 */
export async function readVerdicts(
  session: AwsSession,
  issuerHosts: readonly string[],
): Promise<ActionVerdicts> {
  const identity = await readIdentity(session)
  const [simulated, tried] = await Promise.all([
    simulate(session, identity, issuerHosts),
    tryReads(session, identity, issuerHosts),
  ])
  return { ...simulated, ...tried }
}

async function tryReads(
  session: AwsSession,
  identity: AwsIdentity,
  issuerHosts: readonly string[],
): Promise<ActionVerdicts> {
  const { iam, region, profile } = session
  const sent = (action: string, send: () => Promise<unknown>) => () => calling({ action, profile }, send)
  const details = new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'], MaxItems: 1 })
  const bedrock = session.bedrock(region)
  const reads: Record<string, () => Promise<unknown>> = {
    'iam:GetAccountAuthorizationDetails': sent('iam:GetAccountAuthorizationDetails', () => iam.send(details)),
    'iam:GetOpenIDConnectProvider': () =>
      Promise.all(issuerHosts.map((issuerHost) => readProvider(session, identity, issuerHost))),
    'iam:ListAccountAliases': () => readAlias(session),
    'iam:GetRole': sent('iam:GetRole', () => iam.send(new GetRoleCommand({ RoleName: NO_SUCH_ROLE }))),
    'bedrock:ListFoundationModels': sent('bedrock:ListFoundationModels', () =>
      bedrock.send(new ListFoundationModelsCommand({ byProvider: 'Anthropic' })),
    ),
    'bedrock:ListInferenceProfiles': sent('bedrock:ListInferenceProfiles', () =>
      bedrock.send(new ListInferenceProfilesCommand({ maxResults: 1 })),
    ),
    'bedrock:GetUseCaseForModelAccess': () => readUseCaseForm(session),
  }
  const tried = await Promise.all(
    Object.entries(reads).map(async ([action, read]) => [action, await verdictOf(read)] as const),
  )
  return Object.fromEntries(tried.filter(([, verdict]) => verdict !== 'unknown'))
}

async function verdictOf(read: () => Promise<unknown>): Promise<ActionVerdict> {
  try {
    await read()
    return 'allowed'
  } catch (error) {
    if (!(error instanceof ExpectedFailure)) throw error
    switch (error.failure.reason) {
      case 'forbidden':
        return 'denied'
      case 'not-found':
        return 'allowed'
      case 'credentials-expired':
      case 'offline':
        throw error
      default:
        return 'unknown'
    }
  }
}

/** The simulator's verdicts; none where the principal may not ask it. */
async function simulate(
  session: AwsSession,
  identity: AwsIdentity,
  issuerHosts: readonly string[],
): Promise<ActionVerdicts> {
  const needed = Object.values(FEATURE_ACTIONS).flat()
  /* AWS's root user has every right, and the simulator knows only users and roles. */
  if (identity.arn.endsWith(':root')) {
    return Object.fromEntries(needed.map(({ action }) => [action, 'allowed' as const]))
  }
  try {
    const source = await principalOf(session, identity)
    const scopes: Scope[] = ['any', 'provider', 'role']
    const answers = await Promise.all(
      scopes.map((scope) => {
        const actions = needed.filter((each) => each.scope === scope).map(({ action }) => action)
        const asked = resourcesOf(scope, identity, issuerHosts)
        return Promise.all(asked.map((resource) => simulateOn(session, source, actions, resource)))
      }),
    )
    return together(answers.flat(2))
  } catch (error) {
    const refused = ['forbidden', 'invalid', 'not-found', 'throttled', 'upstream']
    if (error instanceof ExpectedFailure && refused.includes(error.failure.reason)) return {}
    throw error
  }
}

function resourcesOf(
  scope: Scope,
  { partition, account }: AwsIdentity,
  issuerHosts: readonly string[],
): string[] {
  if (scope === 'any') return ['*']
  const iam = `arn:${partition}:iam::${account}`
  return scope === 'role'
    ? [`${iam}:role/github-bedrock-example`]
    : issuerHosts.map((issuerHost) => `${iam}:oidc-provider/${issuerHost}`)
}

/** What is denied for one of the resources is denied. */
function together(answers: readonly [string, ActionVerdict][]): ActionVerdicts {
  const verdicts: Record<string, ActionVerdict> = {}
  for (const [action, verdict] of answers) if (verdicts[action] !== 'denied') verdicts[action] = verdict
  return verdicts
}

async function simulateOn(
  { iam, profile }: AwsSession,
  source: string,
  actions: string[],
  resource: string,
): Promise<[string, ActionVerdict][]> {
  return calling({ action: 'iam:SimulatePrincipalPolicy', profile }, async () => {
    const verdicts: [string, ActionVerdict][] = []
    const input = { PolicySourceArn: source, ActionNames: [...new Set(actions)], ResourceArns: [resource] }
    for await (const page of paginateSimulatePrincipalPolicy({ client: iam }, input)) {
      for (const { EvalActionName = '', EvalDecision } of page.EvaluationResults ?? []) {
        verdicts.push([EvalActionName, EvalDecision === 'allowed' ? 'allowed' : 'denied'])
      }
    }
    return verdicts
  })
}

/** The simulator wants the role behind a session, whose ARN has a path that the session's has not. */
async function principalOf({ iam, profile }: AwsSession, { arn, partition, account }: AwsIdentity) {
  const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1]
  if (role === undefined) return arn
  const guessed = `arn:${partition}:iam::${account}:role/${role}`
  return calling({ action: 'iam:GetRole', profile }, async () => {
    const answer = await iam.send(new GetRoleCommand({ RoleName: role }))
    return answer.Role?.Arn ?? guessed
  }).catch((error: unknown) => {
    if (error instanceof ExpectedFailure) return guessed
    throw error
  })
}
