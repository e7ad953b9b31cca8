import { applied, faultMatrix, interrupted, resume, tearDown, undo } from '../support/faults/matrix'

faultMatrix('undo, resume and tear-down', [
  { name: 'undo', id: 'nothing', before: applied, work: undo, ends: 'undone' },
  { name: 'resume', id: 'nothing', before: interrupted, work: resume, ends: 'done' },
  { name: 'tear-down', id: 'nothing', before: applied, work: tearDown, ends: 'done' },
  { name: 'undo of a repair', id: 'disabled', before: applied, work: undo, ends: 'undone' },
])
