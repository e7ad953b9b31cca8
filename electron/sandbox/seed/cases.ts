import type { LinkName } from '../../../shared/domain/finding'

/** Everything that the seeded world shows, one repository each. */
export type CaseId =
  | 'healthy-classic'
  | 'healthy-immutable'
  | 'classic-trust-on-new'
  | 'case-mismatch'
  | 'environment-subject'
  | 'no-id-token'
  | 'variable-in-environment'
  | 'no-dispatch'
  | 'form-missing'
  | 'wrong-profile'
  | 'no-destinations'
  | 'static-keys'
  | 'disabled'
  | 'no-provider'
  | 'nothing'
  | 'archived'
  | 'role-in-secret'
  | 'reusable-caller'
  | 'reusable-workflow'
  | 'nested-token'
  | 'pull-request-subject'
  | 'custom-subject'
  | 'front-matter-model'
  | 'legacy-model'
  | 'agreement-missing'

export interface SeedCase {
  id: CaseId
  /** `owner/name`. */
  repository: string
  /** The link at which something is wrong; null where nothing is. */
  link: LinkName | null
  /** Row of field-notes §7 that it shows; null where it is none of them. */
  row: number | null
  /** Whether a plan of Rolecall mends it, so that a test run ends green. */
  fixable: boolean
}

/** Case → repository → link → row → whether we mend it. The first sixteen are those of issue 2 §2. */
export const CASES: readonly SeedCase[] = [
  seedCase('healthy-classic', 'acme/web', null, null, false),
  seedCase('healthy-immutable', 'acme/api', null, null, false),
  seedCase('classic-trust-on-new', 'acme/new-service', 'trust', 1, true),
  seedCase('case-mismatch', 'acme/Case-Study', 'trust', 4, true),
  seedCase('environment-subject', 'acme/deploy', 'trust', 2, true),
  seedCase('no-id-token', 'acme/no-token', 'workflow', 9, true),
  seedCase('variable-in-environment', 'acme/env-only', 'variables', 13, true),
  seedCase('no-dispatch', 'acme/nightly', 'workflow', 29, true),
  seedCase('form-missing', 'acme/first-claude', 'modelAccess', 19, true),
  seedCase('wrong-profile', 'acme/london', 'modelAccess', 22, true),
  seedCase('no-destinations', 'acme/router', 'permissions', 23, true),
  // It runs; deleting somebody's keys is not ours to do.
  seedCase('static-keys', 'acme/legacy-keys', 'variables', null, false),
  seedCase('disabled', 'acme/sleeper', 'workflow', 30, true),
  seedCase('no-provider', 'globex/pilot', 'provider', 6, true),
  // Every link is missing; the workflow is what makes a repository one of ours.
  seedCase('nothing', 'acme/blank', 'workflow', null, true),
  seedCase('archived', 'acme/archive', null, null, false),
  seedCase('role-in-secret', 'globex/assistant', null, null, false),
  seedCase('reusable-caller', 'globex/caller', null, null, false),
  seedCase('reusable-workflow', 'globex/shared-workflows', null, null, false),
  seedCase('nested-token', 'globex/nested', 'workflow', 11, true),
  seedCase('pull-request-subject', 'globex/reviews', 'trust', 3, true),
  seedCase('custom-subject', 'globex/templated', 'trust', 5, true),
  seedCase('front-matter-model', 'globex/implementer', 'modelAccess', 22, true),
  // It runs until the model ends; which one takes over is for people to choose.
  seedCase('legacy-model', 'acme/veteran', 'modelAccess', null, false),
  seedCase('agreement-missing', 'acme/upgrade', 'modelAccess', 20, true),
]

function seedCase(
  id: CaseId,
  repository: string,
  link: LinkName | null,
  row: number | null,
  fixable: boolean,
): SeedCase {
  return { id, repository, link, row, fixable }
}

/** The case of that name. */
export function caseOf(id: CaseId): SeedCase {
  const found = CASES.find((each) => each.id === id)
  if (!found) throw new Error(`The seeded world has no case ${id}.`)
  return found
}
