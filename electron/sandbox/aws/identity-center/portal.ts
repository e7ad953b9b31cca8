import type { Context, Hono } from 'hono'
import type { Stage } from '../../world'
import { AwsFault } from '../aws-fault'
import type { AwsAccount, AwsRole } from '../aws-world'
import { openSession } from '../sts/sessions'
import { identityCenterOf, isPast } from './sign-in-state'

/** Where IAM Identity Center puts the role of a permission set. */
export const RESERVED_PATH = '/aws-reserved/sso.amazonaws.com/'

const RESERVED_NAME = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/
const CREDENTIALS_LIVE = 3600

interface Assignment {
  set: string
  role: AwsRole
}

/** The portal of IAM Identity Center: the accounts and roles of whoever is signed in, and their credentials. */
export function addPortalRoutes(routes: Hono, stage: Stage): void {
  const signedIn = (context: Context): void => {
    const session = identityCenterOf(stage).sessions[context.req.header('x-amz-sso_bearer_token') ?? '']
    if (session && !isPast(stage, session.expiresAt)) return
    throw new AwsFault('UnauthorizedException', 'Session token not found or invalid', 401)
  }
  routes.get('/federation/credentials', (context) => {
    signedIn(context)
    return context.json(
      roleCredentials(stage, context.req.query('account_id'), context.req.query('role_name')),
    )
  })
  routes.get('/assignment/accounts', (context) => {
    signedIn(context)
    const accounts = Object.values(stage.world.aws.accounts).filter((each) => assignmentsOf(each).length > 0)
    return context.json({
      accountList: accounts.map(({ id, alias }) => ({ accountId: id, accountName: alias ?? id })),
    })
  })
  routes.get('/assignment/roles', (context) => {
    signedIn(context)
    const accountId = context.req.query('account_id') ?? ''
    const account = stage.world.aws.accounts[accountId]
    return context.json({
      roleList: account ? assignmentsOf(account).map(({ set }) => ({ roleName: set, accountId })) : [],
    })
  })
}

function assignmentsOf(account: AwsAccount): Assignment[] {
  return account.roles.flatMap((role) => {
    const set = role.path.startsWith(RESERVED_PATH) ? RESERVED_NAME.exec(role.name)?.[1] : undefined
    return set === undefined ? [] : [{ set, role }]
  })
}

function roleCredentials(stage: Stage, accountId = '', name = ''): object {
  const account = stage.world.aws.accounts[accountId]
  const role = account && assignmentsOf(account).find(({ set }) => set === name)?.role
  if (!account || !role) throw new AwsFault('ForbiddenException', 'No access', 403)
  const opened = openSession(stage, account, role, {
    sessionName: 'sandbox-admin',
    seconds: CREDENTIALS_LIVE,
  })
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = opened.credentials
  return {
    roleCredentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Date.parse(Expiration),
    },
  }
}
