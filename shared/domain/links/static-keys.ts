import type { Finding } from '../finding'
import type { Picture } from '../picture'
import { evidence, finding, unknownFinding } from './found'
import { scopeText } from './scope-text'

const STATIC_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']

/** Long-lived keys that OIDC made needless. Rolecall shows them and leaves their removal to a person. */
export function staticKeys({ observation, jobs }: Picture): Finding[] {
  const { secrets, facts } = observation
  if (!secrets.known)
    return jobs.length > 0 ? [unknownFinding('variables', 'static-keys-unread', secrets.failure)] : []
  const left = secrets.value.filter(({ name }) => STATIC_KEYS.includes(name.toUpperCase()))
  if (left.length === 0) return []
  return [
    finding('variables', 'static-keys', 'drift', 'Static AWS keys are still stored as secrets.', {
      lint: 'low',
      evidence: left.map(({ name, scope }) =>
        evidence(name, 'absent', 'set', `secret ${name} (${scopeText(scope)})`),
      ),
      repair: {
        kind: 'open-page',
        url: `${facts.url}/settings/secrets/actions`,
        label: 'Remove them in the repository’s settings',
      },
    }),
  ]
}
