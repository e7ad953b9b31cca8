import type { Scenario } from './scenario'
import {
  BOUNDED,
  longAndBoundable,
  otherAudience,
  REGION_OF_ORGANIZATION,
  unsharedRegion,
  withoutAgreements,
  withoutSecrets,
} from './stages'
import { APPLY, carryTo, REMOVE_KEYS, RESUME, SET_REGION, TEAR_DOWN, UNDO } from './works'

const WHOLE: Scenario = {
  name: 'setup',
  id: 'nothing',
  work: APPLY,
  kinds: ['create-role', 'put-role-policy', 'set-variable', 'propose-workflow', 'merge-pull-request'],
}
const ACCOUNT: Scenario = {
  name: 'setup of an account',
  id: 'no-provider',
  work: APPLY,
  kinds: ['create-provider'],
}
const SECRET: Scenario = {
  name: 'role in a secret',
  id: 'role-in-secret',
  staged: withoutSecrets,
  work: APPLY,
  kinds: ['set-secret'],
}
const ROLE: Scenario = {
  name: 'boundary, tags and longer sessions',
  id: 'healthy-classic',
  staged: longAndBoundable,
  wants: BOUNDED,
  work: APPLY,
  kinds: ['set-boundary', 'set-role-tags', 'set-session-duration'],
}
const AUDIENCE: Scenario = {
  name: 'audience of a provider',
  id: 'healthy-classic',
  staged: otherAudience,
  work: APPLY,
  kinds: ['add-audience'],
}
const SHARED: Scenario = {
  name: 'variable of the organization',
  id: 'healthy-immutable',
  staged: unsharedRegion,
  wants: { convention: REGION_OF_ORGANIZATION },
  work: APPLY,
  kinds: ['share-variable'],
}
const TRUST: Scenario = { name: 'trust', id: 'classic-trust-on-new', work: APPLY, kinds: ['update-trust'] }
const VALUE: Scenario = {
  name: 'value and policy',
  id: 'wrong-profile',
  work: APPLY,
  kinds: ['put-role-policy', 'set-variable'],
}
const WORKFLOW: Scenario = {
  name: 'workflow',
  id: 'no-id-token',
  work: APPLY,
  kinds: ['propose-workflow', 'merge-pull-request'],
}
const DISABLED: Scenario = {
  name: 'disabled workflow',
  id: 'disabled',
  work: APPLY,
  kinds: ['enable-workflow'],
}
const SUBJECT: Scenario = {
  name: 'immutable subject',
  id: 'healthy-classic',
  before: [carryTo('both-trusted')],
  work: carryTo('opted-in'),
  kinds: ['set-subject-form'],
}
const REMOVAL: Scenario = {
  name: 'tear-down',
  id: 'nothing',
  before: [APPLY],
  work: TEAR_DOWN,
  kinds: ['delete-variable', 'delete-role-policy', 'delete-role'],
}

const named = (prefix: string, scenario: Scenario): Scenario => ({
  ...scenario,
  name: `${prefix} ${scenario.name}`,
})
const repairOf = (scenario: Scenario): Scenario => named('repair:', scenario)
const undoOf = (scenario: Scenario): Scenario => ({
  ...named('undo:', scenario),
  before: [...(scenario.before ?? []), scenario.work],
  work: UNDO,
})

/** Setups, and repairs of what is broken. The longest come first. */
export const DOING: readonly Scenario[] = [
  WHOLE,
  repairOf(WORKFLOW),
  repairOf(ROLE),
  ACCOUNT,
  repairOf(SECRET),
  { name: 'form', id: 'form-missing', work: APPLY, kinds: ['submit-use-case-form'] },
  {
    name: 'agreement',
    id: 'healthy-classic',
    staged: withoutAgreements,
    work: APPLY,
    kinds: ['accept-agreement'],
  },
  repairOf(VALUE),
  repairOf(TRUST),
  repairOf({
    ...VALUE,
    name: 'value of an environment',
    id: 'variable-in-environment',
    kinds: ['set-variable'],
  }),
  repairOf(DISABLED),
  repairOf(AUDIENCE),
  repairOf(SHARED),
  SUBJECT,
  { name: 'value set in bulk', id: 'healthy-classic', work: SET_REGION, kinds: ['set-variable'] },
  { name: 'leftover keys', id: 'static-keys', work: REMOVE_KEYS, kinds: ['delete-secret'] },
]

/** What takes back or takes up again, and removals. The longest come first. */
export const TAKING_BACK: readonly Scenario[] = [
  undoOf(WHOLE),
  { ...named('resumed', WHOLE), interrupted: { work: APPLY, at: 5 }, work: RESUME },
  REMOVAL,
  undoOf(REMOVAL),
  undoOf(SECRET),
  undoOf(ROLE),
  undoOf(ACCOUNT),
  undoOf(VALUE),
  undoOf(TRUST),
  undoOf(DISABLED),
  undoOf(AUDIENCE),
  undoOf(SHARED),
  undoOf(SUBJECT),
]
