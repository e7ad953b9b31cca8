import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Stage } from '../../world'
import { authorize } from '../authorize'
import { AwsFault } from '../aws-fault'
import type { BedrockModel } from '../aws-world'
import { type Caller, callerOf } from '../caller'
import { agreementMissing, agreementOf, findModel, formMissing } from './catalog'
import { jsonBody } from './rest-fault'

/** Bounds of `formData` (Bedrock API reference, PutUseCaseForModelAccess). */
const FORM_BYTES = { min: 10, max: 16_384 }

const Form = z.looseObject({
  companyName: z.string().min(1),
  companyWebsite: z.string().min(1),
  intendedUsers: z.enum(['0', '1', '2']),
  industryOption: z.string().min(1),
  otherIndustryOption: z.string(),
  useCases: z.string().min(1),
})

function invalid(message: string): AwsFault {
  return new AwsFault('ValidationException', message)
}

function modelOf(stage: Stage, caller: Caller, id: string): BedrockModel {
  const model = findModel(stage, caller, id)
  if (!model) throw invalid('The provided model identifier is invalid.')
  return model
}

function submittedForm(body: unknown): string {
  const parsed = z.object({ formData: z.base64() }).safeParse(body)
  if (!parsed.success) throw invalid('formData must not be null.')
  const bytes = Buffer.from(parsed.data.formData, 'base64')
  if (bytes.length < FORM_BYTES.min || bytes.length > FORM_BYTES.max) {
    throw invalid(`formData must have between ${FORM_BYTES.min} and ${FORM_BYTES.max} bytes.`)
  }
  const text = bytes.toString('utf8')
  if (!Form.safeParse(jsonOrNull(text)).success) throw invalid('The use case form data is not valid.')
  return text
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Anthropic's first-time-use form: once per account, not to be changed afterwards (field-notes §3). */
function addFormRoutes(routes: Hono, stage: Stage, caller: (context: Context) => Caller): void {
  routes.get('/use-case-for-model-access', (context) => {
    const by = caller(context)
    authorize(stage, by, 'bedrock:GetUseCaseForModelAccess', '*')
    const form = by.account.useCaseForm
    if (form === null)
      throw new AwsFault('ResourceNotFoundException', 'Use case details were not found.', 404)
    return context.json({ formData: Buffer.from(form).toString('base64') })
  })
  routes.post('/use-case-for-model-access', async (context) => {
    const by = caller(context)
    authorize(stage, by, 'bedrock:PutUseCaseForModelAccess', '*')
    const form = submittedForm(jsonBody(await context.req.text()))
    if (by.account.useCaseForm !== null) throw invalid('Use case details were submitted before.')
    by.account.useCaseForm = form
    by.account.formSubmittedAt = new Date(stage.now()).toISOString()
    stage.changed()
    return context.json({}, 201)
  })
}

function addAgreementRoutes(routes: Hono, stage: Stage, caller: (context: Context) => Caller): void {
  routes.get('/list-foundation-model-agreement-offers/:id', (context) => {
    const by = caller(context)
    authorize(stage, by, 'bedrock:ListFoundationModelAgreementOffers', '*')
    const model = modelOf(stage, by, context.req.param('id'))
    const offer = {
      offerToken: offerToken(model),
      offerId: `offer-${model.id.replace(/\W/g, '')}`,
      termDetails: TERMS,
    }
    return context.json({ modelId: model.id, offers: [offer] })
  })
  routes.post('/create-foundation-model-agreement', async (context) => {
    const by = caller(context)
    authorize(stage, by, 'bedrock:CreateFoundationModelAgreement', '*')
    authorize(stage, by, 'aws-marketplace:Subscribe', '*')
    const asked = z
      .object({ modelId: z.string(), offerToken: z.string() })
      .safeParse(jsonBody(await context.req.text()))
    if (!asked.success) throw invalid('modelId and offerToken must not be null.')
    const model = modelOf(stage, by, asked.data.modelId)
    if (asked.data.offerToken !== offerToken(model)) throw invalid('The offer token is not valid.')
    if (formMissing(stage, by.account, model)) {
      throw new AwsFault('AccessDenied', 'Use case details have not been submitted for this account.', 403)
    }
    if (!agreementMissing(stage, by.account, model)) {
      throw new AwsFault('ConflictException', 'Agreement already exists for this model.', 400)
    }
    by.account.agreements.push(model.id)
    by.account.pendingAgreements = {
      ...by.account.pendingAgreements,
      [model.id]: new Date(stage.now()).toISOString(),
    }
    stage.changed()
    return context.json({ modelId: model.id }, 202)
  })
}

/** Terms of the look of Marketplace's; the prices are the sandbox's own. */
const TERMS = {
  usageBasedPricingTerm: {
    rateCard: [
      { dimension: 'InputTokenCount', price: '0.003', unit: '1K tokens', description: 'Input tokens' },
      { dimension: 'OutputTokenCount', price: '0.015', unit: '1K tokens', description: 'Output tokens' },
    ],
  },
  legalTerm: { url: 'https://aws.amazon.com/legal/bedrock/third-party-models/' },
  supportTerm: { refundPolicyDescription: 'Usage that was billed is not refunded.' },
}

const offerToken = (model: BedrockModel) => Buffer.from(`offer:${model.id}`).toString('base64')

/** Form, agreements and availability: what decides whether an account may use a model at all. */
export function addModelAccessRoutes(routes: Hono, stage: Stage): void {
  const caller = (context: Context) => callerOf(stage, (name) => context.req.header(name))
  addFormRoutes(routes, stage, caller)
  addAgreementRoutes(routes, stage, caller)
  routes.get('/foundation-model-availability/:id', (context) => {
    const by = caller(context)
    authorize(stage, by, 'bedrock:GetFoundationModelAvailability', '*')
    const model = modelOf(stage, by, context.req.param('id'))
    return context.json({
      modelId: model.id,
      agreementAvailability: { status: agreementOf(stage, by.account, model) },
      authorizationStatus: 'AUTHORIZED',
      entitlementAvailability: formMissing(stage, by.account, model) ? 'NOT_AVAILABLE' : 'AVAILABLE',
      regionAvailability: 'AVAILABLE',
    })
  })
}
