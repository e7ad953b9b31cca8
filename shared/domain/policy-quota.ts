import type { AccountObservation, PolicyQuotas } from './observation'
import { countedSize, TRUST_QUOTA } from './policy-acceptance'
import { parsePolicy } from './policy-document'

/** What AWS publishes for an account that asked for no more (IAM user guide, IAM and AWS STS quotas). */
export const PUBLISHED_QUOTAS: PolicyQuotas = { trust: TRUST_QUOTA, inline: 10_240 }

/** The account's quotas; those that AWS publishes while they were not read. */
export function quotasOf({ quotas }: Pick<AccountObservation, 'quotas'>): PolicyQuotas {
  return quotas?.known ? quotas.value : PUBLISHED_QUOTAS
}

/** Characters of a document as IAM counts them; 0 for what is no policy. */
export function sizeOf(document: string): number {
  return parsePolicy(document).ok ? countedSize(document) : 0
}

/** The ways out of a trust policy that does not fit, from the narrowest to the one that needs AWS. */
export const TRUST_WAYS_OUT =
  'Give the repository a role of its own, let the jobs share one environment so that one subject names them all, ' +
  'or ask AWS for a higher quota “Role trust policy length”. An ID with a wildcard, such as ' +
  '`repo:owner@*/name@*`, is shorter too, and lets in whoever gets the name next.'

/** The ways out of inline policies that do not fit. */
export const POLICY_WAYS_OUT =
  'Allow a family in place of single models, take policies away that nobody needs, or split the role: this quota ' +
  'cannot be raised.'
