import type { Outcome } from '../../../../shared/domain/journal'
import type { StepAction } from '../../../../shared/domain/plan'
import type { Reach, Standing, StepDriver } from './driver'
import { submitUseCaseForm } from './form'
import { addAudience, createProvider } from './provider'
import { createRole, putRolePolicy, updateTrust } from './role'
import { enableWorkflow, setSecret, setVariable } from './settings'
import { mergePullRequest, proposeWorkflow } from './workflow'

/** An action tied to its driver: what can be asked of any step without knowing its kind. */
export interface Drive {
  standing(reach: Reach, outcome: Outcome | null): Promise<Standing>
  run(reach: Reach): Promise<Outcome>
  takeBack(outcome: Outcome, reach: Reach): Promise<void>
}

function tie<A extends StepAction>(action: A, driver: StepDriver<A>): Drive {
  return {
    standing: (reach, outcome) => driver.standing(action, reach, outcome),
    run: (reach) => driver.run(action, reach),
    takeBack: (outcome, reach) => driver.takeBack(action, outcome, reach),
  }
}

/** The driver of an action. */
export function driveOf(action: StepAction): Drive {
  switch (action.kind) {
    case 'create-provider':
      return tie(action, createProvider)
    case 'add-audience':
      return tie(action, addAudience)
    case 'create-role':
      return tie(action, createRole)
    case 'update-trust':
      return tie(action, updateTrust)
    case 'put-role-policy':
      return tie(action, putRolePolicy)
    case 'submit-use-case-form':
      return tie(action, submitUseCaseForm)
    case 'set-variable':
      return tie(action, setVariable)
    case 'set-secret':
      return tie(action, setSecret)
    case 'propose-workflow':
      return tie(action, proposeWorkflow)
    case 'merge-pull-request':
      return tie(action, mergePullRequest)
    case 'enable-workflow':
      return tie(action, enableWorkflow)
  }
}
