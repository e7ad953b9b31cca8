import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAwsGateway } from '../../electron/clients/aws/aws-gateway'
import { type AwsHome, awsHome } from '../support/aws/aws-home'
import { ACCOUNT, ADMIN_KEY, allowing, anAccount, aRole, aWorld, HOST } from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

/* What a principal may do is asked of the providers of the GitHub that is looked at, and not of github.com’s. */

const SERVER = 'github.example.com/_services/token'
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
  ],
})

let served: ServedAws
let home: AwsHome

beforeEach(async () => {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${SERVER}`
  const inlinePolicies = {
    own: allowing(['iam:CreateOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider'], [provider]),
    ask: allowing(['iam:SimulatePrincipalPolicy', 'iam:GetRole'], ['*']),
  }
  const account = anAccount({ roles: [aRole('keeper', { trust, inlinePolicies })] })
  served = await serveAws({ ...aWorld(), accounts: { [ACCOUNT]: account } }, Date.now())
  home = await awsHome({
    config: `[profile keeper]\nrole_arn = arn:aws:iam::${ACCOUNT}:role/keeper\nsource_profile = base\nregion = us-east-1\n`,
    credentials: `[base]\naws_access_key_id = ${ADMIN_KEY}\naws_secret_access_key = x\n`,
  })
})
afterEach(() => served.close())

test.each([
  ['of a server, which it may create', [SERVER], 'allowed'],
  ['of github.com, which it may not', [HOST], 'denied'],
  ['of both, of which it may only one', [SERVER, HOST], 'denied'],
])(
  'a principal with rights to the provider of one server is asked about those %s',
  async (_whose, issuers, verdict) => {
    const client = createAwsGateway({ ...home.env, AWS_ENDPOINT_URL: served.url }).client('keeper', null)
    expect(await client.verdicts(issuers)).toMatchObject({
      'iam:CreateOpenIDConnectProvider': verdict,
      'iam:GetOpenIDConnectProvider': verdict,
    })
  },
)
