import { expect, test } from 'vitest'
import { StepKind } from '../../shared/domain/finding'
import { faultMatrix } from '../support/faults/matrix'
import type { Scenario } from '../support/faults/scenario'
import { DOING, TAKING_BACK } from '../support/faults/scenarios'
import { UNDO } from '../support/faults/works'

/* AWS takes back neither a form nor an agreement, and GitHub gives no secret back. */
const FINAL: readonly StepKind[] = ['accept-agreement', 'submit-use-case-form', 'delete-secret']

const kindsOf = (scenarios: readonly Scenario[]) => new Set(scenarios.flatMap(({ kinds }) => kinds))

test('every kind of step is driven, and its way back where it has one', () => {
  const undone = TAKING_BACK.filter(({ work }) => work === UNDO)
  expect(kindsOf([...DOING, ...TAKING_BACK])).toEqual(new Set(StepKind.options))
  expect(kindsOf(undone)).toEqual(new Set(StepKind.options.filter((kind) => !FINAL.includes(kind))))
})

faultMatrix('setup and repair', DOING)
