import { type Refusal, refusalOf } from '../authorize'
import { noSuchEntity } from '../aws-fault'
import type { AwsPrincipal } from '../aws-world'
import type { QueryAction, QueryCall } from '../query-action'
import type { XmlTree } from '../xml'
import { arnOfRole } from './roles'

const DECISIONS: Record<Refusal, string> = {
  'no-identity-policy': 'implicitDeny',
  boundary: 'implicitDeny',
  'identity-deny': 'explicitDeny',
  'service-control-policy': 'explicitDeny',
}

/** Who an ARN names: a user that has keys, or a role as whoever assumes it. */
function namedPrincipal({ stage, caller: { account } }: QueryCall, arn: string): AwsPrincipal {
  const user = Object.values(stage.world.aws.accessKeys).find((each) => each.arn === arn && !each.sessionOf)
  if (user) return user
  const role = account.roles.find((each) => arnOfRole(account, each) === arn)
  if (!role) throw noSuchEntity(`Could not find the entity ${arn}.`)
  const expiresAt = new Date(stage.now() + 3_600_000).toISOString()
  return { account: account.id, arn, allowedActions: [], sessionOf: { roleName: role.name, expiresAt } }
}

function simulate(call: QueryCall): XmlTree {
  const { stage, caller, form } = call
  const as = { ...caller, principal: namedPrincipal(call, form.required('PolicySourceArn')) }
  const resources = form.list('ResourceArns')
  const asked = resources.length > 0 ? resources : ['*']
  const results = form.list('ActionNames').flatMap((action) =>
    asked.map((resource) => {
      const refusal = refusalOf(stage, as, action, resource)
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: refusal === null ? 'allowed' : DECISIONS[refusal],
      }
    }),
  )
  return { EvaluationResults: results, IsTruncated: false }
}

/** IAM's policy simulator. */
export const simulationActions: Record<string, QueryAction> = {
  SimulatePrincipalPolicy: { resource: ({ form }) => form.required('PolicySourceArn'), perform: simulate },
}
