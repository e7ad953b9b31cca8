import { formInForce } from '../../form-coverage'
import { planned } from '../../links/found'
import { type Family, type Probe, type Row, someoneElse, TEST_AGAIN, words } from '../row'
import { ourJobOf, type Scene } from '../scene'

const FORM = {
  texts: [
    'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
    "You don't have access to the model with the specified model ID.",
  ],
  pattern: words(
    "Model use case details have not been submitted|You don't have access to the model with the spec",
  ),
  marks: [
    'Model use case details',
    'use case details have',
    'not been submitted',
    'have access to the model',
    'with the specified model',
  ],
}
const SUBSCRIPTION = {
  texts: [
    'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.',
  ],
  pattern: words(
    'is not authorized to perform the required AWS Marketplace actions|aws-marketplace:(?:ViewSubscriptions|Subscribe)\\b',
  ),
  marks: [
    'Model access is denied',
    'AWS Marketplace actions',
    'aws-marketplace:',
    'perform the required AWS',
  ],
}

/** The account has the form by now: it was submitted since, or has not spread yet. */
function submittedSince(scene: Scene): Probe | null {
  const { premises } = scene
  const form = premises?.account && formInForce(premises.account)
  if (!ourJobOf(scene) || !premises?.account || !form?.known || form.value !== 'submitted') return null
  return {
    confidence: 'likely',
    evidence: [
      {
        label: 'form',
        wanted: 'submitted',
        found: 'submitted',
        source: `Bedrock in ${premises.account.account}`,
        line: null,
      },
    ],
    repair: TEST_AGAIN,
  }
}

function subscription(text: typeof FORM): Row {
  return {
    ...text,
    row: 20,
    cause: 'marketplace-subscription',
    title: 'The account is not yet subscribed to the model',
    says: () =>
      'The first call of a model subscribes the account with the caller’s rights. Do it once as an administrator; a CI role should not hold aws-marketplace:Subscribe.',
    settledBy: ['modelAccess.agreement'],
    otherwise: () =>
      someoneElse(
        'an administrator of the AWS account',
        'Call the model once, which subscribes the account.',
      ),
    toldBy: 'Bedrock is asked for the agreement of the model in this account.',
    mend: 'An administrator calls the model once.',
  }
}

/** Rows 19 and 20 of field-notes §7: the account may not use the model yet. */
const ACCESS_ROWS: readonly Row[] = [
  {
    ...FORM,
    row: 19,
    cause: 'use-case-form',
    title: 'Anthropic’s first-time-use form was not submitted',
    says: () =>
      'Anthropic’s models open once for an account after a short form. Access can take fifteen minutes to spread.',
    settledBy: ['modelAccess.use-case-form'],
    otherwise: () => planned('Submit the form.', 'submit-use-case-form'),
    toldBy: 'Bedrock is asked whether the account’s form was submitted.',
    mend: 'A plan submits the form.',
  },
  { ...subscription(FORM), onlySettled: true },
  {
    ...FORM,
    row: 19,
    cause: 'use-case-form-spreading',
    title: 'Anthropic’s first-time-use form had not taken effect',
    says: () =>
      'The account’s form is submitted by now. It was submitted after this run, or access had not spread yet, which can take fifteen minutes.',
    settledBy: [],
    onlySettled: true,
    probe: submittedSince,
    otherwise: () => TEST_AGAIN,
    toldBy: 'The form is there, and so is the agreement.',
    mend: 'Another test run, fifteen minutes after the form.',
  },
  subscription(SUBSCRIPTION),
]

export const FAMILIES: readonly Family[] = [{ stage: 'access', rows: ACCESS_ROWS }]
