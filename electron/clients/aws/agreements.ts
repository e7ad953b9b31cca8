import {
  CreateFoundationModelAgreementCommand,
  GetFoundationModelAvailabilityCommand,
  ListFoundationModelAgreementOffersCommand,
  type Offer,
} from '@aws-sdk/client-bedrock'
import type { AgreementOffer } from '../../../shared/domain/agreement'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { ModelId, Region } from '../../../shared/domain/ids'
import type { ModelAvailability } from '../../../shared/domain/observation'
import { calling } from './errors'
import type { AwsSession } from './session'

/** The public offers for a foundation model; an offer's token is good for a while only and is never kept. */
export async function readOffers(
  session: AwsSession,
  region: Region,
  model: ModelId,
): Promise<AgreementOffer[]> {
  return (await listOffers(session, region, model)).map(observedOffer)
}

/** Accepts the first public offer with the rights of the profile. */
export async function acceptAgreement(session: AwsSession, region: Region, model: ModelId): Promise<void> {
  const [offer] = await listOffers(session, region, model)
  if (offer?.offerToken === undefined) {
    const sentence = `AWS Marketplace has no public offer for ${model} in ${region}. Ask AWS, or choose another model.`
    throw new ExpectedFailure(failure('not-found', sentence, { kind: 'correct-input', field: 'model' }))
  }
  const { offerToken } = offer
  const call = { action: 'bedrock:CreateFoundationModelAgreement', profile: session.profile }
  await calling(call, async () => {
    const request = { modelId: model, offerToken }
    await session.bedrock(region).send(new CreateFoundationModelAgreementCommand(request))
  })
}

/** Where the agreement stands now. */
export function readAgreement(
  session: AwsSession,
  region: Region,
  model: ModelId,
): Promise<ModelAvailability['agreement']> {
  const call = { action: 'bedrock:GetFoundationModelAvailability', profile: session.profile }
  return calling(call, async () => {
    const request = new GetFoundationModelAvailabilityCommand({ modelId: model })
    return (await session.bedrock(region).send(request)).agreementAvailability?.status ?? 'ERROR'
  })
}

function listOffers({ bedrock, profile }: AwsSession, region: Region, model: ModelId): Promise<Offer[]> {
  return calling({ action: 'bedrock:ListFoundationModelAgreementOffers', profile }, async () => {
    const request = { modelId: model, offerType: 'PUBLIC' as const }
    return (await bedrock(region).send(new ListFoundationModelAgreementOffersCommand(request))).offers ?? []
  })
}

function observedOffer({ offerId, termDetails }: Offer): AgreementOffer {
  const { legalTerm, supportTerm, validityTerm, usageBasedPricingTerm } = termDetails ?? {}
  return {
    id: offerId ?? null,
    legalUrl: legalTerm?.url !== undefined && URL.canParse(legalTerm.url) ? legalTerm.url : null,
    refundPolicy: supportTerm?.refundPolicyDescription ?? null,
    duration: validityTerm?.agreementDuration ?? null,
    prices: (usageBasedPricingTerm?.rateCard ?? []).map(({ dimension, price, unit, description }) => ({
      dimension: dimension ?? '',
      price: price ?? '',
      unit: unit ?? null,
      description: description ?? null,
    })),
  }
}
