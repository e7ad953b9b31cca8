import { formInForce } from '../form-coverage'
import type { ModelId, Region } from '../ids'
import { callableModel } from '../target'
import { callsOf } from './calls-of-plan'
import { type Draft, type Planning, step, steps, together } from './draft'

/**
 * An agreement for every model that will be called and has none: the first call would make one with the caller's
 * rights, which a CI role should not have (field-notes §3). Behind a form that nobody has answered there is no offer.
 */
export function agreementSteps(planning: Planning, after: string[]): Draft {
  const { account } = planning
  if (!account || (isFormMissing(planning) && after.length === 0)) return steps()
  const models = callsOf(planning).flatMap(({ region, model }) => {
    const read = callableModel(account, region, model)
    return read.known && 'model' in read.value.resolution
      ? [{ region, model: read.value.resolution.model as ModelId }]
      : []
  })
  const open = models.filter(
    (one, index) =>
      models.findIndex(({ model }) => model === one.model) === index && isMissing(planning, one),
  )
  return together(open.map((one) => acceptStep(planning, one, after)))
}

function isFormMissing({ account }: Planning): boolean {
  const inForce = account && formInForce(account)
  return inForce?.known === true && inForce.value === 'missing'
}

function isMissing({ account }: Planning, { region, model }: { region: Region; model: ModelId }): boolean {
  const read = account?.regions.find((one) => one.region === region)?.models
  const found = read?.known ? read.value.availability.find((one) => one.model === model) : undefined
  return found?.agreement === 'NOT_AVAILABLE'
}

function acceptStep(
  { setup }: Planning,
  { region, model }: { region: Region; model: ModelId },
  after: string[],
): Draft {
  return steps(
    step(
      { kind: 'accept-agreement', account: setup.account, region, model },
      {
        link: 'modelAccess',
        title: `Accept AWS Marketplace’s offer for ${model}`,
        target: `Bedrock agreement for ${model} in ${setup.account}`,
        before: 'no agreement',
        after: 'agreement by the public offer; AWS takes up to 15 minutes',
        language: 'text',
        calls: ['bedrock:ListFoundationModelAgreementOffers', 'bedrock:CreateFoundationModelAgreement'],
        needs: [
          'bedrock:ListFoundationModelAgreementOffers',
          'bedrock:CreateFoundationModelAgreement',
          'aws-marketplace:Subscribe',
        ],
        dependsOn: after,
      },
    ),
  )
}
