/** The door to all that is known of a role's permission policies: judge them, write ours, merge it with others. */
export {
  composePermissions,
  mergePermissions,
  type PermissionMerge,
  type PermissionTarget,
} from './permission-composition'
export { evaluatePermission, type PermissionDecision, type PermissionRequest } from './permission-evaluation'
