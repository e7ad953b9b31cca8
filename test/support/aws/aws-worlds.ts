import type {
  AwsAccount,
  AwsInferenceProfile,
  AwsRole,
  AwsWorld,
  BedrockModel,
} from '../../../electron/sandbox/aws/aws-world'

export const ACCOUNT = '111122223333'
export const ADMIN_KEY = 'AKIAADMINISTRATOR000'
export const READER_KEY = 'AKIAREADER0000000000'
export const HOST = 'token.actions.githubusercontent.com'
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/${HOST}`

/** A trust policy that admits one subject exactly. */
export function trustFor(subject: string, account = ACCOUNT): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${HOST}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com', [`${HOST}:sub`]: subject } },
      },
    ],
  })
}

/** A permission policy with one Allow statement. */
export function allowing(actions: string[], resources: string[], condition?: object): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: resources }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [condition ? { ...statement, Condition: condition } : statement],
  })
}

export function aRole(name: string, part: Partial<AwsRole> = {}): AwsRole {
  return {
    name,
    path: '/',
    id: `AROA${name.toUpperCase()}`,
    createdAt: '2026-01-02T03:04:05.000Z',
    changedAt: '2026-01-02T03:04:05.000Z',
    description: '',
    maxSessionDuration: 3600,
    trust: trustFor('repo:acme/web:ref:refs/heads/main'),
    inlinePolicies: {},
    attachedPolicyArns: [],
    boundaryArn: null,
    tags: {},
    lastUsedAt: null,
    lastUsedRegion: null,
    ...part,
  }
}

export function anAccount(part: Partial<AwsAccount> = {}): AwsAccount {
  return {
    id: ACCOUNT,
    alias: 'acme-production',
    providers: [
      { url: HOST, clientIds: ['sts.amazonaws.com'], thumbprints: [], createdAt: '2026-01-01T00:00:00.000Z' },
    ],
    roles: [],
    managedPolicies: [],
    useCaseForm: '{"companyName":"Acme"}',
    agreements: ['anthropic.claude-sonnet-4-6', 'anthropic.claude-3-haiku-20240307-v1:0'],
    applicationProfiles: [],
    deniedRegions: [],
    ...part,
  }
}

export function aModel(id: string, part: Partial<BedrockModel> = {}): BedrockModel {
  return {
    id,
    name: 'Claude Sonnet 4.6',
    provider: 'Anthropic',
    lifecycle: 'ACTIVE',
    legacyAt: null,
    endOfLifeAt: null,
    onDemand: false,
    ...part,
  }
}

export function aProfile(id: string, model: string, regions: string[]): AwsInferenceProfile {
  return {
    id,
    name: id,
    kind: 'SYSTEM_DEFINED',
    modelArns: regions.map((region) => `arn:aws:bedrock:${region}::foundation-model/${model}`),
    region: null,
  }
}

export const SONNET = 'anthropic.claude-sonnet-4-6'
export const HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0'
export const NOVA = 'amazon.nova-lite-v1:0'

/** One account, two regions; Sonnet by profile only, Haiku and Nova on demand. */
export function aWorld(account: Partial<AwsAccount> = {}): AwsWorld {
  const models = [
    aModel(SONNET),
    aModel(HAIKU, { name: 'Claude 3 Haiku', onDemand: true }),
    aModel(NOVA, { name: 'Nova Lite', provider: 'Amazon', onDemand: true }),
  ]
  const global = aProfile(`global.${SONNET}`, SONNET, [''])
  return {
    accounts: { [ACCOUNT]: anAccount(account) },
    accessKeys: {
      [ADMIN_KEY]: {
        account: ACCOUNT,
        arn: `arn:aws:iam::${ACCOUNT}:user/admin`,
        allowedActions: null,
        sessionOf: null,
      },
      [READER_KEY]: {
        account: ACCOUNT,
        arn: `arn:aws:iam::${ACCOUNT}:user/reader`,
        allowedActions: ['iam:Get*', 'iam:List*'],
        sessionOf: null,
      },
    },
    regions: {
      'us-east-1': {
        models,
        profiles: [aProfile(`us.${SONNET}`, SONNET, ['us-east-1', 'us-east-2', 'us-west-2']), global],
      },
      'eu-west-2': {
        models,
        profiles: [aProfile(`eu.${SONNET}`, SONNET, ['eu-west-2', 'eu-central-1']), global],
      },
    },
    consistencyDelay: 0,
  }
}
