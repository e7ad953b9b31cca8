import { planned } from '../../links/found'
import { type Family, type Row, someoneElse, words } from '../row'

/** `(?<rest>…)` is what AWS writes after the resource: which kind of policy refused. */
const DENIED = 'is not authorized to perform: (?<action>bedrock:\\w+)(?: on resource: (?<resource>\\S+))?'
/** Up to the reason of the same refusal. */
const FOR = '(?:(?!is not authorized).)*? '
/** Where a viewer cut the beginning: but not of what is known to be another service's. */
const CUT = '(?<!to perform: (?!bedrock:).*)'
const MARKS = ['is not authorized to', 'perform: bedrock:', 'bedrock:Invoke', 'bedrock:CountTokens']
const USER = 'User: arn:aws:sts::111122223333:assumed-role/web-bedrock/GitHubActions'
const RESOURCE = 'arn:aws:bedrock:eu-west-3::foundation-model/anthropic.claude-sonnet-4-6'
const refusedText = (why: string) =>
  `${USER} is not authorized to perform: bedrock:InvokeModel on resource: ${RESOURCE} ${why}`

function organizationPolicy(kind: 'service' | 'resource', row: number | null): Row {
  const why = `with an explicit deny in a ${kind} control pol`
  return {
    row,
    cause: `${kind}-control-policy`,
    title: 'An organization policy forbids the call',
    texts: [refusedText(`with an explicit deny in a ${kind} control policy`)],
    pattern: words(`${DENIED}${FOR}${why}|${why}${CUT}`),
    marks: [...MARKS, 'with an explicit deny', `${kind} control policy`],
    says: ({ action, resource }) => {
      const region = resource?.split(':')[3]
      return `A ${kind} control policy denies ${action ?? 'the call'}${region ? ` in ${region}` : ''}. A profile may route to a region that the organization has closed.`
    },
    settledBy: [],
    otherwise: () =>
      someoneElse(
        'the administrator of the AWS organization',
        'Allow Bedrock in every destination region of the profile, or choose a profile that stays in allowed ones.',
      ),
    toldBy: 'The text names the kind of policy, and the region by the resource.',
    mend: 'The organization’s administrator, or another profile.',
  }
}

/** Rows 23 and 24 of field-notes §7, and the other kinds of policy: the role may not do what the job asks. */
const PERMISSION_ROWS: readonly Row[] = [
  organizationPolicy('service', 24),
  organizationPolicy('resource', null),
  {
    row: null,
    cause: 'permissions-boundary',
    title: 'The role’s permissions boundary forbids the call',
    texts: [refusedText('because no permissions boundary allows the bedrock:InvokeModel action')],
    pattern: words(
      `${DENIED}${FOR}(?:because no permissions boundary allows|with an explicit deny in a permissions bound)`,
    ),
    marks: [...MARKS, 'no permissions boundary', 'permissions boundary allows'],
    says: ({ action, resource }) =>
      `The boundary of the role does not allow ${action}${resource ? ` on ${resource}` : ''}, whatever its policies say.`,
    settledBy: [],
    otherwise: () =>
      someoneElse(
        'whoever owns the role’s permissions boundary',
        'Allow the profile and every destination in it.',
      ),
    toldBy: 'The text names the boundary.',
    mend: 'Whoever owns the boundary widens it.',
  },
  {
    row: null,
    cause: 'explicit-deny',
    title: 'A policy of the role denies the call',
    texts: [refusedText('with an explicit deny in an identity-based policy')],
    pattern: words(`${DENIED}${FOR}with an explicit deny in (?:an identity|a session)-?`),
    marks: [...MARKS, 'with an explicit deny', 'identity-based policy'],
    says: ({ action }) => `A Deny in the role’s own policies speaks of ${action}, and no Allow outweighs it.`,
    settledBy: ['permissions.explicit-deny'],
    otherwise: () => someoneElse('whoever owns the role', 'Remove the Deny, or exempt the model from it.'),
    toldBy: 'The text names the kind of policy; the statement is looked for in what IAM holds.',
    mend: 'Whoever owns the role removes the Deny.',
  },
  {
    row: 23,
    cause: 'permission-missing',
    title: 'The role’s policy does not allow the call',
    texts: [refusedText('because no identity-based policy allows the bedrock:InvokeModel action')],
    pattern: words(DENIED),
    marks: MARKS,
    says: ({ action, resource }) =>
      resource
        ? `No policy of the role allows ${action} on ${resource}. A profile needs itself and the model in every destination region.`
        : `No policy of the role allows ${action}.`,
    settledBy: ['permissions.denied', 'permissions.explicit-deny'],
    otherwise: () => planned('Allow the profile and every destination.', 'put-role-policy'),
    toldBy: 'The role’s policies are evaluated for the profile and each of its destinations.',
    mend: 'A plan writes the policy.',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'permission', rows: PERMISSION_ROWS }]
