import type { PolicyDocument } from './policy-document'

/** `AssumeRolePolicySizeQuota`, characters of a trust policy, as every account has it by default (IAM quotas). */
export const TRUST_QUOTA = 2048

const OPERATOR =
  /^(?:(?:ForAllValues|ForAnyValue):)?(?:Null|(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Numeric(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Date(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like))(?:IfExists)?)$/i

const SID_GRAMMAR =
  'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*'

/** Why IAM stores no policy like this, of whatever kind, in its words; null where it does (IAM policy grammar). */
export function malformation({ statements }: PolicyDocument): string | null {
  if (statements.length === 0) return 'Syntax errors in policy.'
  const sids = statements.flatMap(({ sid }) => (sid ? [sid] : []))
  if (sids.some((sid) => /[^0-9A-Za-z]/.test(sid))) return SID_GRAMMAR
  if (new Set(sids).size !== sids.length) return 'Statement IDs (SID) in a single policy must be unique.'
  const conditions = statements.flatMap((statement) => statement.conditions)
  const unknown = conditions.find(({ operator }) => !OPERATOR.test(operator))
  if (unknown) return `Invalid Condition type : ${unknown.operator}.`
  return conditions.some(({ values }) => values.length === 0) ? 'Syntax errors in policy.' : null
}

/** Characters of a document as IAM counts them: white space between its elements is free (IAM policy grammar). */
export function countedSize(json: string): number {
  return JSON.stringify(JSON.parse(json)).length
}
