import type { Finding, Repair } from '../finding'
import type { Picture } from '../picture'
import { type StaticKey, staticKeysOf } from '../static-keys'
import { evidence, finding, unknownFinding } from './found'
import { scopeText } from './scope-text'

/** The finding of leftover keys: the one that their own removal may leave open. */
export const STATIC_KEYS_CHECK = 'variables.static-keys'

/** Long-lived keys that OIDC made needless. Rolecall removes them only on request, after a proven run. */
export function staticKeys({ observation, jobs }: Picture): Finding[] {
  const { secrets, facts } = observation
  if (!secrets.known)
    return jobs.length > 0 ? [unknownFinding('variables', 'static-keys-unread', secrets.failure)] : []
  const left = staticKeysOf(observation)
  if (left.length === 0) return []
  return [
    finding('variables', 'static-keys', 'drift', 'Static AWS keys are still stored as secrets.', {
      lint: 'low',
      evidence: left.map(({ name, scope, readers }) =>
        evidence(
          name,
          'absent',
          readers.length > 0 ? `set, and read by ${readers.join(', ')}` : 'set',
          `secret ${name} (${scopeText(scope)})`,
        ),
      ),
      repair: repairOf(left, facts),
    }),
  ]
}

function repairOf(left: readonly StaticKey[], { owner }: Picture['observation']['facts']): Repair {
  const own = left.filter(({ scope }) => scope.kind !== 'organization')
  if (own.length === 0) {
    return {
      kind: 'someone-else',
      who: `an owner of ${owner}`,
      what: 'Remove the organization’s secrets once no repository reads them.',
    }
  }
  const readers = [...new Set(own.flatMap((key) => key.readers))]
  const isAllRead = own.every((key) => key.readers.length > 0)
  if (isAllRead) {
    return {
      kind: 'someone-else',
      who: 'the author of the workflow',
      what: `Let the jobs of ${readers.join(', ')} take a role in place of the keys; then Rolecall can remove them.`,
    }
  }
  return { kind: 'remove-keys', says: REMOVE }
}

const REMOVE = 'Remove them, once a run has shown that the role works.'
