import { Hono } from 'hono'
import { createAwsGateway } from '../../../electron/clients/aws/aws-gateway'
import type { AwsClient } from '../../../electron/clients/aws-port'
import { awsRoutes } from '../../../electron/sandbox/aws/aws-server'
import type { AwsWorld } from '../../../electron/sandbox/aws/aws-world'
import { credentialScope } from '../../../electron/sandbox/aws/caller'
import { type IssuerKeys, openIssuer } from '../../../electron/sandbox/issuer'
import { serveLoopback } from '../../../electron/sandbox/loopback-server'
import type { Stage } from '../../../electron/sandbox/world'
import type { Region } from '../../../shared/domain/ids'

/** The sandbox's AWS on a loopback address, with its world and clock in the test's hands. */
export interface ServedAws {
  /** What `AWS_ENDPOINT_URL` is to be. */
  url: string
  aws: AwsWorld
  issuer: IssuerKeys
  clock: { now: number }
  /** How often the world was changed. */
  changes: () => number
  /** `METHOD path-or-Action` of every request, in order. */
  requests: string[]
  /** `service/region` that each of them was signed for. */
  scopes: string[]
  /** The client under test, signed with an access key of the world. */
  client(accessKeyId: string, region?: Region): AwsClient
  close(): Promise<void>
}

/** One key pair for a test file: making an RSA key takes longer than most tests. */
const sharedIssuer = openIssuer(null)

/** Serves a world of AWS as the sandbox does: mounted at `/aws`. */
export async function serveAws(aws: AwsWorld, now = Date.parse('2026-11-20T12:00:00Z')): Promise<ServedAws> {
  const clock = { now }
  let changes = 0
  const stage: Stage = {
    world: { version: 1, seed: 1, aws, github: { owners: [], repositories: [], tokens: {}, nextId: 1 } },
    now: () => clock.now,
    changed: () => {
      changes += 1
    },
  }
  const issuer = await sharedIssuer
  const requests: string[] = []
  const scopes: string[] = []
  const app = new Hono()
  app.use('/aws/*', async (context, next) => {
    const action = /Action=(\w+)/.exec(await context.req.raw.clone().text())?.[1]
    requests.push(action ?? `${context.req.method} ${new URL(context.req.url).pathname.slice('/aws'.length)}`)
    const scope = credentialScope(context.req.header('authorization'))
    scopes.push(scope ? `${scope.service}/${scope.region}` : 'unsigned')
    await next()
  })
  app.route('/aws', awsRoutes(stage, issuer))
  const server = await serveLoopback(app.fetch)
  const url = `${server.origin}/aws`
  return {
    url,
    aws,
    issuer,
    clock,
    changes: () => changes,
    requests,
    scopes,
    client: (accessKeyId, region) =>
      createAwsGateway({
        AWS_CONFIG_FILE: '/nonexistent/config',
        AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: 'any',
        AWS_ENDPOINT_URL: url,
      }).client('environment', region ?? null),
    close: () => server.close(),
  }
}
