import { failure } from '../failure'
import type { Evidence, Finding, Repair } from '../finding'
import { type FormCoverage, formInForce, sayCoverage } from '../form-coverage'
import type { ModelAvailability } from '../observation'
import { valueOr } from '../reading'
import { judgeGrants } from '../role-grants'
import { evidence, finding, planned, unknownFinding } from './found'
import type { CalledModel } from './model-access'

/** Whether the account may call a foundation model: the form, the agreement, the authorization, the region. */
export function openFindings(called: CalledModel, foundation: string): Finding[] {
  const form = foundation.startsWith('anthropic.') ? formFinding(called) : null
  const availability = availabilityOf(called, foundation)
  if (!availability) {
    const sentence = `Whether ${foundation} is open to the account was not read in ${called.region}.`
    return [
      ...(form ? [form] : []),
      unknownFinding('modelAccess', called.check('availability-unread'), failure('upstream', sentence)),
    ]
  }
  // Before the form there is no agreement and no authorization: the form is the cause, and the only repair.
  if (form?.status === 'missing') return [form, ...regionRefusal(called, foundation, availability)]
  return [
    ...(form ? [form] : []),
    agreementFinding(called, foundation, availability),
    ...accountRefusals(called, foundation, availability),
    ...regionRefusal(called, foundation, availability),
  ]
}

function availabilityOf(
  { account, region, model }: CalledModel,
  foundation: string,
): ModelAvailability | null {
  const read = account.regions.find((candidate) => candidate.region === region)?.models
  if (!read?.known) return null
  const named = (id: string) => read.value.availability.find((one) => one.model === id)
  return named(foundation) ?? named(model) ?? null
}

/** Anthropic's models open once for an account, by a form (field-notes §3). */
function formFinding({ check, account }: CalledModel): Finding {
  const { useCaseForm, formCoverage } = account
  if (!useCaseForm.known)
    return unknownFinding('modelAccess', check('use-case-form-unread'), useCaseForm.failure)
  const member = formCoverage?.kind === 'member' ? formCoverage : null
  const found = [
    evidence('first-time-use form', 'submitted', useCaseForm.value, `Bedrock in ${account.account}`),
    ...(member && useCaseForm.value === 'missing' ? [ofManagement(member)] : []),
  ]
  const inForce = formInForce(account)
  if (!inForce.known) return unknownFinding('modelAccess', check('use-case-form'), inForce.failure, found)
  if (inForce.value === 'submitted') {
    const covered = member && useCaseForm.value === 'missing'
    const says = covered ? sayCoverage(member) : 'Anthropic’s form was submitted.'
    return finding('modelAccess', check('use-case-form'), 'ok', says, { evidence: found })
  }
  const either = member ? ` ${sayCoverage(member)}` : ''
  return finding(
    'modelAccess',
    check('use-case-form'),
    'missing',
    `Anthropic’s first-time-use form was not submitted for the account ${account.account}.${either}`,
    { breaks: true, evidence: found, repair: planned('Answer the form.', 'submit-use-case-form') },
  )
}

/** The form of the management account, which holds for the members of its organization. */
function ofManagement({ managementAccount, form }: Extract<FormCoverage, { kind: 'member' }>): Evidence {
  const read = form === 'submitted' || form === 'missing' ? form : null
  const source = `Bedrock in ${managementAccount}, which manages the organization`
  return evidence('form of the organization', 'submitted', read, source)
}

/** The first call subscribes with the caller's rights, which a CI role should not have: it fails until then. */
function agreementFinding(
  called: CalledModel,
  foundation: string,
  { agreement }: ModelAvailability,
): Finding {
  const { check, account, region } = called
  const found = [evidence('agreement', 'AVAILABLE', agreement, `Bedrock in ${account.account}, ${region}`)]
  if (agreement === 'AVAILABLE') {
    return finding(
      'modelAccess',
      check('agreement'),
      'ok',
      `The account has an agreement for ${foundation}.`,
      {
        evidence: found,
      },
    )
  }
  if (agreement === 'ERROR') {
    const sentence = `AWS could not say whether the account has an agreement for ${foundation}.`
    return unknownFinding('modelAccess', check('agreement'), failure('upstream', sentence), found)
  }
  const pending = agreement === 'PENDING'
  if (!pending && maySubscribe(called)) {
    const says = `The account has no agreement for ${foundation} yet; the role may make it with its first call.`
    return finding('modelAccess', check('agreement'), 'drift', says, {
      evidence: found,
      repair: accept(foundation),
    })
  }
  return finding(
    'modelAccess',
    check('agreement'),
    pending ? 'blocked' : 'missing',
    pending
      ? `The agreement for ${foundation} is being made; that can take fifteen minutes.`
      : `The account has no agreement for ${foundation} yet.`,
    { breaks: true, evidence: found, repair: pending ? null : accept(foundation) },
  )
}

const MARKETPLACE_ACTIONS = ['aws-marketplace:ViewSubscriptions', 'aws-marketplace:Subscribe']

/** Whether the role holds the rights with which a first call subscribes (field-notes §3). */
function maySubscribe({ account, target }: CalledModel): boolean {
  const role = valueOr(account.roles, []).find(({ arn }) => arn === target.role?.arn)
  const grants = MARKETPLACE_ACTIONS.map((action) => ({ action, resource: '*', context: () => null }))
  const judged = role && judgeGrants(role, grants)
  return judged?.known === true && judged.value.every(({ decision }) => decision === 'allowed')
}

function accept(foundation: string): Repair {
  return planned(`Accept AWS Marketplace’s offer for ${foundation}.`, 'accept-agreement')
}

function accountRefusals(called: CalledModel, foundation: string, open: ModelAvailability): Finding[] {
  const refused: Finding[] = []
  if (!open.authorized) {
    refused.push(
      refusal(called, foundation, 'authorized', `The account is not authorized for ${foundation}.`),
    )
  }
  if (!open.entitled) {
    refused.push(refusal(called, foundation, 'entitled', `The account is not entitled to ${foundation}.`))
  }
  return refused
}

function regionRefusal(called: CalledModel, foundation: string, open: ModelAvailability): Finding[] {
  const says = `${foundation} is not open to the account in ${called.region}.`
  return open.inRegion ? [] : [refusal(called, foundation, 'in-region', says)]
}

function refusal(
  { check, account, region }: CalledModel,
  foundation: string,
  what: string,
  says: string,
): Finding {
  return finding('modelAccess', check(what), 'blocked', says, {
    breaks: true,
    evidence: [evidence(what, 'yes', 'no', `Bedrock in ${account.account}, ${region}`)],
    repair: {
      kind: 'someone-else',
      who: 'an administrator of the AWS account',
      what: `Open ${foundation} to it.`,
    },
  })
}
