import { apply, faultMatrix, untouched } from '../support/faults/matrix'

const REPAIRED = [
  'classic-trust-on-new',
  'no-destinations',
  'no-id-token',
  'variable-in-environment',
  'disabled',
  'wrong-profile',
] as const

faultMatrix('set-up and repair', [
  { name: 'set-up', id: 'nothing', before: untouched, work: apply, ends: 'done' },
  { name: 'set-up of an account', id: 'no-provider', before: untouched, work: apply, ends: 'done' },
  ...REPAIRED.map((id) => ({
    name: `repair of ${id}`,
    id,
    before: untouched,
    work: apply,
    ends: 'done' as const,
  })),
  { name: 'form', id: 'form-missing', before: untouched, work: apply, ends: 'done' },
])
