import { planned } from '../links/found'
import { type Row, someoneElse } from './row'

/** Rows 23 and 24 of field-notes §7: the role was assumed, and may not do what the job asks. */
export const PERMISSION_ROWS: readonly Row[] = [
  {
    row: 24,
    cause: 'service-control-policy',
    pattern:
      /is not authorized to perform: (?<action>bedrock:\w+).*with an explicit deny in a service control policy/,
    title: 'An organization policy forbids the call',
    says: ({ action }) =>
      `A service control policy denies ${action}. A profile may route to a region that the organization has closed.`,
    settledBy: [],
    otherwise: () =>
      someoneElse(
        'the administrator of the AWS organization',
        'Allow Bedrock in every destination region of the profile, or choose a profile that stays in allowed ones.',
      ),
  },
  {
    row: 23,
    cause: 'permission-missing',
    pattern: /is not authorized to perform: (?<action>bedrock:\w+)(?: on resource: (?<resource>\S+))?/,
    title: 'The role’s policy does not allow the call',
    says: ({ action, resource }) =>
      resource
        ? `No policy of the role allows ${action} on ${resource}. A profile needs itself and the model in every destination region.`
        : `No policy of the role allows ${action}.`,
    settledBy: ['permissions.denied', 'permissions.explicit-deny'],
    otherwise: () => planned('Allow the profile and every destination.', 'put-role-policy'),
  },
]
