/** The door to all that is known of the `sub` claim: its rule, its prediction for scopes and for jobs. */
export { type PredictedSubject, subjectsOfJob } from './job-subjects'
export { type SubjectParts, subjectParts } from './subject-parts'
export {
  contextOf,
  escapeSubjectValue,
  predictSubject,
  presentsImmutable,
  repositoryClaims,
  type SubjectPrediction,
  type SubjectRequest,
  scopeSubjects,
  subjectPrefix,
} from './subject-rule'
