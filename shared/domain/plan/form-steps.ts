import { formInForce } from '../form-coverage'
import { Region } from '../ids'
import { callableModel } from '../target'
import { type Draft, type Planning, step, steps, unreadPart } from './draft'
import { plannedJob } from './wanted-of-job'

/** Where Anthropic's form is kept, whichever region calls the model (field-notes §3). */
const FORM_REGION = Region.parse('us-east-1')

/** Anthropic's first-time-use form, where one of its models is called and the account has not submitted it. */
export function formSteps(planning: Planning): Draft {
  const { account, form, setup } = planning
  if (!account || !callsAnthropic(planning)) return steps()
  if (!account.useCaseForm.known) return unreadPart(account.useCaseForm.failure)
  const inForce = formInForce(account)
  /* Where nobody can say whether it is needed, it is not asked for; who answers it all the same may. */
  if (inForce.known ? inForce.value === 'submitted' : !form) return steps()
  if (!form) {
    const says = `Anthropic asks once for each account what its models are used for. Answer the form for ${setup.account}.`
    return { steps: [], conflicts: [], needed: [{ kind: 'use-case-form', says }] }
  }
  return steps(
    step(
      { kind: 'submit-use-case-form', account: setup.account, region: FORM_REGION, form },
      {
        link: 'modelAccess',
        title: 'Submit Anthropic’s first-time-use form',
        target: `Bedrock in ${setup.account}`,
        before: null,
        after: JSON.stringify(form, null, 2),
        language: 'json',
        calls: ['bedrock:PutUseCaseForModelAccess'],
        needs: ['bedrock:PutUseCaseForModelAccess'],
      },
    ),
  )
}

function callsAnthropic({ jobs, setup, wanted, account }: Planning): boolean {
  if (!account) return false
  const planned = jobs.map((job) => plannedJob(job, setup, wanted, account))
  const calls = planned.map(({ calledIn, model }) => ({ region: calledIn, model }))
  return [...calls, wanted].some(({ region, model }) => {
    const read = callableModel(account, region, model)
    if (!read.known) return false
    const { resolution } = read.value
    return 'model' in resolution && resolution.model.startsWith('anthropic.')
  })
}
