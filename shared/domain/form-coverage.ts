import { z } from 'zod'
import { type Failure, failure, type Recovery } from './failure'
import { AccountId } from './ids'
import { known, type Reading, unread } from './reading'

/**
 * Whether the organization’s management account has submitted Anthropic’s form, which holds for its members
 * (field-notes §3). `unseen`: the profile may not ask for the organization.
 */
export const FormCoverage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('unseen') }),
  z.object({
    kind: z.literal('member'),
    organization: z.string(),
    managementAccount: AccountId,
    form: z.enum(['submitted', 'missing', 'unread', 'unconnected']),
  }),
])
export type FormCoverage = z.infer<typeof FormCoverage>

/** An account’s own form, and what stands in for it. */
export interface FormFacts {
  account: string
  useCaseForm: Reading<'submitted' | 'missing'>
  /** Left out where nobody needed to ask. */
  formCoverage?: FormCoverage | undefined
}

/** Whether the form is in force for the account, by its own or by its organization’s; unread where that is not known. */
export function formInForce({
  account,
  useCaseForm,
  formCoverage,
}: FormFacts): Reading<'submitted' | 'missing'> {
  if (!useCaseForm.known || useCaseForm.value === 'submitted' || !formCoverage) return useCaseForm
  if (formCoverage.kind === 'none') return useCaseForm
  if (formCoverage.kind === 'unseen') return unread(unknownCoverage(account, formCoverage))
  const { form } = formCoverage
  if (form === 'submitted' || form === 'missing') return known(form)
  return unread(unknownCoverage(account, formCoverage))
}

/** What the coverage comes to, for people. */
export function sayCoverage(coverage: Extract<FormCoverage, { kind: 'member' }>): string {
  const { managementAccount } = coverage
  switch (coverage.form) {
    case 'submitted':
      return `The form was submitted in the management account ${managementAccount}, which covers this account.`
    case 'missing':
      return `The form was not submitted in the management account ${managementAccount} either.`
    case 'unread':
      return `The form of the management account ${managementAccount} could not be read.`
    case 'unconnected':
      return `The form covers this account, too, if it was submitted in the management account ${managementAccount}. Connect a profile of that account to tell.`
  }
}

function unknownCoverage(account: string, coverage: FormCoverage): Failure {
  const own = `Anthropic’s first-time-use form was not submitted in the account ${account} itself.`
  if (coverage.kind === 'member')
    return failure('not-connected', `${own} ${sayCoverage(coverage)}`, CONNECT_MANAGEMENT)
  return failure(
    'forbidden',
    `${own} Whether its organization’s management account covers it is not known: the profile may not see the organization.`,
    { kind: 'ask-administrator', permission: 'organizations:DescribeOrganization' },
  )
}

const CONNECT_MANAGEMENT: Recovery = { kind: 'connect-aws', profile: null }
