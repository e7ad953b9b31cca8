import { Hono } from 'hono'
import type { IssuerKeys } from '../issuer'
import type { Stage } from '../world'
import { AwsFault } from './aws-fault'
import { addCatalogRoutes } from './bedrock/control-plane'
import { addModelAccessRoutes } from './bedrock/model-access'
import { restFault } from './bedrock/rest-fault'
import { addRuntimeRoutes } from './bedrock/runtime'
import { cloudTrailTarget } from './cloudtrail/lookup-events'
import { addDevicePage } from './identity-center/device-page'
import { addOidcRoutes } from './identity-center/oidc'
import { addPortalRoutes } from './identity-center/portal'
import { addTokenEndpoint } from './login/token-endpoint'
import { organizationsTarget } from './organizations'
import { answerQuery } from './query-server'

/**
 * AWS on one address: IAM and STS speak the Query protocol at `/`, Bedrock's control and data planes REST JSON
 * on their own paths, and so do IAM Identity Center's OIDC and portal, and AWS Sign-In. `AWS_ENDPOINT_URL` pointed here is all that a real SDK needs.
 */
export function awsRoutes(stage: Stage, issuer: IssuerKeys): Hono {
  const routes = new Hono()
  addCatalogRoutes(routes, stage)
  addModelAccessRoutes(routes, stage)
  addRuntimeRoutes(routes, stage)
  addOidcRoutes(routes, stage)
  addPortalRoutes(routes, stage)
  addDevicePage(routes, stage)
  addTokenEndpoint(routes, stage)
  routes.use(organizationsTarget(stage))
  routes.use(cloudTrailTarget(stage))
  routes.on(['GET', 'POST'], '/', (context) => answerQuery(stage, issuer, context))
  // Mounted at `/aws`, the line above answers `/aws`; the SDKs ask for `/aws/`.
  routes.all('*', (context) => {
    if (context.req.path.endsWith('/')) return answerQuery(stage, issuer, context)
    throw new AwsFault(
      'UnknownOperationException',
      'The requested operation is not known to the service.',
      404,
    )
  })
  routes.onError((error) => {
    if (error instanceof AwsFault) return restFault(error)
    throw error
  })
  return routes
}
