/** The door to all that is known of a role's trust policy: read it, judge it, write it, edit it. */
export { acceptedByIam, type IamVerdict } from './trust-acceptance'
export {
  GITHUB_ISSUER_HOST,
  issuerHostOf,
  STS_AUDIENCE,
  trustsGithub,
  WEB_IDENTITY_ACTION,
} from './trust-claims'
export { composeTrust, type TrustTarget } from './trust-composition'
export { admitSubjects, type TrustEdit } from './trust-edit'
export {
  evaluateTrust,
  type FailedClause,
  type StatementVerdict,
  type TokenRequest,
  type TrustDecision,
} from './trust-evaluation'
