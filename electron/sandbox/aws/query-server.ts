import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { IssuerKeys } from '../issuer'
import type { Stage } from '../world'
import { authorize } from './authorize'
import { AwsFault } from './aws-fault'
import { callerOf, credentialScope } from './caller'
import { accountActions } from './iam/account'
import { providerActions } from './iam/providers'
import { rolePolicyActions } from './iam/role-policies'
import { roleActions } from './iam/roles'
import { simulationActions } from './iam/simulate'
import type { QueryAction } from './query-action'
import { QueryForm } from './query-form'
import { assumeRole } from './sts/assume-role'
import { assumeRoleWithWebIdentity } from './sts/web-identity'
import { element, type XmlTree } from './xml'

const NAMESPACES = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
}
type QueryService = keyof typeof NAMESPACES

const IAM_ACTIONS: ReadonlyMap<string, QueryAction> = new Map(
  Object.entries({
    ...providerActions,
    ...roleActions,
    ...rolePolicyActions,
    ...accountActions,
    ...simulationActions,
  }),
)

/** Answers one request of IAM or STS: form in, XML out. */
export async function answerQuery(stage: Stage, issuer: IssuerKeys, context: Context): Promise<Response> {
  const form = new QueryForm(await parametersOf(context))
  const service = serviceOf(context, form)
  const requestId = randomUUID()
  try {
    const action = form.text('Action') ?? ''
    const result =
      service === 'iam' ? iam(stage, context, action, form) : await sts(stage, issuer, context, action, form)
    const body = `<${action}Response xmlns="${NAMESPACES[service]}">${element(`${action}Result`, result)}${element('ResponseMetadata', { RequestId: requestId })}</${action}Response>`
    return xml(body, 200, requestId)
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error
    const content = { Type: 'Sender', Code: error.code, Message: error.message }
    const body = `<ErrorResponse xmlns="${NAMESPACES[service]}">${element('Error', content)}${element('RequestId', requestId)}</ErrorResponse>`
    return xml(body, error.status, requestId)
  }
}

async function parametersOf(context: Context): Promise<URLSearchParams> {
  if (context.req.method === 'GET') return new URL(context.req.url).searchParams
  return new URLSearchParams(await context.req.text())
}

/** The credential scope tells; an unsigned request is told by the API version that it names. */
function serviceOf(context: Context, form: QueryForm): QueryService {
  const scope = credentialScope(context.req.header('authorization'))
  if (scope) return scope.service === 'sts' ? 'sts' : 'iam'
  return form.text('Version') === '2010-05-08' ? 'iam' : 'sts'
}

function iam(stage: Stage, context: Context, name: string, form: QueryForm): XmlTree {
  const action = IAM_ACTIONS.get(name)
  if (!action) throw unknownAction(name, form)
  const caller = callerOf(stage, (header) => context.req.header(header))
  const call = { stage, caller, form }
  authorize(stage, caller, `iam:${name}`, action.resource(call))
  return action.perform(call)
}

async function sts(
  stage: Stage,
  issuer: IssuerKeys,
  context: Context,
  name: string,
  form: QueryForm,
): Promise<XmlTree> {
  if (name === 'AssumeRoleWithWebIdentity')
    return assumeRoleWithWebIdentity(stage, issuer, form, whereOf(context))
  if (name !== 'GetCallerIdentity' && name !== 'AssumeRole') throw unknownAction(name, form)
  const caller = callerOf(stage, (header) => context.req.header(header))
  if (name === 'AssumeRole') return assumeRole(stage, caller, form)
  const { principal, account } = caller
  return { Arn: principal.arn, UserId: principal.arn.split(':').at(-1) ?? '', Account: account.id }
}

/** STS is unsigned here, so its address tells the region: `/aws/eu-west-2/` as the real one's host does. */
function whereOf(context: Context): { region: string; userAgent: string } {
  const [, region = 'us-east-1'] = /\/([a-z]{2,4}(?:-[a-z]+)+-\d)\/$/.exec(context.req.path) ?? []
  return { region, userAgent: context.req.header('user-agent') ?? '' }
}

function unknownAction(name: string, form: QueryForm): AwsFault {
  const version = form.text('Version') ?? 'NO_VERSION_SPECIFIED'
  return new AwsFault('InvalidAction', `Could not find operation ${name} for version ${version}`)
}

function xml(body: string, status: number, requestId: string): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-RequestId': requestId },
  })
}
