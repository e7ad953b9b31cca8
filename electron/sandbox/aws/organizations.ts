import type { Context, Next } from 'hono'
import type { Stage } from '../world'
import { authorize } from './authorize'
import { AwsFault } from './aws-fault'
import { callerOf } from './caller'

const TARGET = 'AWSOrganizationsV20161128.'

/** AWS Organizations by its JSON protocol: the one operation that Rolecall asks for. Other targets pass by. */
export function organizationsTarget(stage: Stage) {
  return async (context: Context, next: Next): Promise<Response | undefined> => {
    const target = context.req.header('x-amz-target') ?? ''
    if (!target.startsWith(TARGET)) {
      await next()
      return undefined
    }
    try {
      return answer(200, describe(stage, context, target.slice(TARGET.length)))
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error
      const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code
      return answer(400, { __type: code, Message: error.message })
    }
  }
}

function describe(stage: Stage, context: Context, operation: string): object {
  const caller = callerOf(stage, (name) => context.req.header(name))
  authorize(stage, caller, `organizations:${operation}`, '*')
  if (operation !== 'DescribeOrganization') throw new AwsFault('UnknownOperationException', '')
  const { id: account } = caller.account
  const found = (stage.world.aws.organizations ?? []).find(({ accounts }) => accounts.includes(account))
  if (!found) {
    throw new AwsFault(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    )
  }
  const { id, managementAccount } = found
  const arn = `arn:aws:organizations::${managementAccount}:organization/${id}`
  return { Organization: { Id: id, Arn: arn, FeatureSet: 'ALL', MasterAccountId: managementAccount } }
}

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
  })
}
