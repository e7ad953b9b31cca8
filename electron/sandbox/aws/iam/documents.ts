import { countedSize, malformation, TRUST_QUOTA } from '../../../../shared/domain/policy-acceptance'
import { type PolicyDocument, parsePolicy, type Statement } from '../../../../shared/domain/policy-document'
import { acceptedByIam } from '../../../../shared/domain/trust-policy'
import { AwsFault } from '../aws-fault'

/** `RolePolicySizeQuota`: characters of all inline policies of a role together, without white space. */
export const INLINE_QUOTA = 10_240

const VERSIONS: unknown[] = ['2012-10-17', '2008-10-17']
const PRINTABLE = /^[\t\n\r\u0020-\u00ff]+$/

function malformed(message: string): AwsFault {
  return new AwsFault('MalformedPolicyDocument', message)
}

/** Refuses a trust policy that IAM would refuse, with its code and message. */
export function checkTrust(document: string): void {
  const policy = parsedDocument(document, 'This policy contains invalid Json')
  const verdict = acceptedByIam(policy)
  if (!verdict.accepted) throw malformed(verdict.whyNot)
  if (countedSize(document) > TRUST_QUOTA) {
    throw new AwsFault('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${TRUST_QUOTA}`, 409)
  }
}

/** Refuses a permission policy that IAM would refuse, with its code and message. */
export function checkPermissions(document: string): void {
  const policy = parsedDocument(document, 'Syntax errors in policy.')
  for (const statement of policy.statements) checkPermissionStatement(statement)
}

function parsedDocument(document: string, notJson: string): PolicyDocument {
  if (!PRINTABLE.test(document)) {
    throw new AwsFault(
      'ValidationError',
      'The specified value for policyDocument is invalid. It must contain only printable ASCII characters.',
    )
  }
  const object = jsonObject(document)
  if (!object) throw malformed(notJson)
  if ('Version' in object && !VERSIONS.includes(object.Version)) {
    throw malformed('Policy document must be version 2012-10-17 or greater.')
  }
  const result = parsePolicy(document)
  if (!result.ok) throw malformed('Syntax errors in policy.')
  const whyNot = malformation(result.policy)
  if (whyNot) throw malformed(whyNot)
  return result.policy
}

function jsonObject(document: string): object | null {
  try {
    const value: unknown = JSON.parse(document)
    return typeof value === 'object' && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function checkPermissionStatement(statement: Statement): void {
  if (statement.principals !== null) throw malformed('Policy document should not specify a principal.')
  if (statement.actions.values.some((action) => action !== '*' && !/^[\w*?-]+:[\w*?]+$/.test(action))) {
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  }
  if (!statement.resources) {
    throw malformed('Policy statement must contain resources.')
  }
  const wrong = statement.resources.values.find((resource) => resource !== '*' && !/^arn:/.test(resource))
  if (wrong !== undefined) throw malformed(`Resource ${wrong} must be in ARN format or "*".`)
}
