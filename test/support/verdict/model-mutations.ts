import { both, type Change, type Mutation, type Place, told, variables, works } from './mutation'

const PROFILE = 'us.anthropic.claude-sonnet-4-6'
const OPUS_BEFORE = 'anthropic.claude-opus-4-6-v1'
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0'
const HAIKU_OLD = 'anthropic.claude-3-haiku-20240307-v1:0'

const called = (model: string) => variables(() => ({ BEDROCK_MODEL_ID: model }))

const withoutAgreement =
  (model: string): Change =>
  ({ account }) => {
    account.agreements = account.agreements.filter((id) => id !== model)
  }

const maySubscribe: Change = ({ role }) => {
  const Action = ['aws-marketplace:Subscribe', 'aws-marketplace:ViewSubscriptions']
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }]
  role.inlinePolicies.marketplace = JSON.stringify({ Version: '2012-10-17', Statement })
}

/** An application profile over the models of the healthy one, which the role may use. */
const ownProfile: Change = (place: Place) => {
  const { account, role, world } = place
  const id = `own-of-${role.name}`
  const arn = `arn:aws:bedrock:us-east-1:${account.id}:application-inference-profile/${id}`
  const profiles = world.aws.regions['us-east-1']?.profiles ?? []
  const { modelArns = [] } = profiles.find((one) => one.id === PROFILE) ?? {}
  account.applicationProfiles.push({ id, name: id, kind: 'APPLICATION', modelArns, region: 'us-east-1' })
  role.inlinePolicies.bedrock =
    role.inlinePolicies.bedrock?.replace(/arn:aws:bedrock:us-east-1:\d+:inference-profile\/[^"]+/, arn) ?? ''
  called(arn)(place)
}

const retired: Change = ({ world }) => {
  const models = world.aws.regions['ap-northeast-1']?.models ?? []
  for (const model of models) if (model.id === HAIKU_OLD) model.endOfLifeAt = '2026-01-01T00:00:00Z'
}

/** Models, regions, and what an account may call (Bedrock user guide; field-notes §3, §7 rows 6, 19–25). */
export const MODEL_MUTATIONS: Mutation[] = [
  told('modelAccess', 'drift')('a profile of another geography', undefined, { region: 'eu-central-1' }),
  told('modelAccess', 'drift')('a model that only a profile calls', called('anthropic.claude-sonnet-4-6')),
  told('modelAccess', 'missing')('a model that there is not', called('anthropic.claude-bogus')),
  told('modelAccess', 'unknown')(
    'provisioned throughput',
    called('arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc'),
  ),
  works(
    'a profile by its ARN',
    called(`arn:aws:bedrock:us-east-1:111122223333:inference-profile/${PROFILE}`),
  ),
  told('modelAccess', 'missing')(
    'a profile’s ID in the ARN of a foundation model',
    called(`arn:aws:bedrock:us-east-1::foundation-model/${PROFILE}`),
  ),
  works('an application profile', ownProfile),
  told('modelAccess', 'drift', 'success')('a legacy model', undefined, { model: HAIKU_OLD }),
  told('modelAccess', 'drift')('a model past its end', retired, {
    region: 'ap-northeast-1',
    model: HAIKU_OLD,
  }),
  told('modelAccess', 'missing')('no form', undefined, { account: 'acme-dev', region: 'us-west-2' }),
  works('no form, for a model that needs none', undefined, {
    account: 'acme-dev',
    region: 'us-west-2',
    model: 'us.amazon.nova-lite-v1:0',
  }),
  told('modelAccess', 'missing')('no agreement', withoutAgreement(OPUS_BEFORE), {
    model: `us.${OPUS_BEFORE}`,
  }),
  told('modelAccess', 'drift', 'success')(
    'no agreement, and a role that may make it',
    both(withoutAgreement(HAIKU), maySubscribe),
    { model: `us.${HAIKU}` },
  ),
  told('provider', 'missing')('no provider', undefined, { account: 'globex' }),
]
