import type { Outcome } from '../../../../shared/domain/journal'
import type { StepAction } from '../../../../shared/domain/plan'
import type { Reach, Standing, StepDriver } from './driver'
import { acceptAgreement, submitUseCaseForm } from './form'
import { addAudience, createProvider } from './provider'
import { deleteRole, deleteRolePolicy, deleteSecret, deleteVariable } from './removal'
import { createRole, putRolePolicy, updateTrust } from './role'
import { setBoundary, setRoleTags, setSessionDuration } from './role-settings'
import { enableWorkflow, setSecret, setVariable, shareVariable } from './settings'
import { setSubjectForm } from './subject'
import { mergePullRequest, proposeWorkflow } from './workflow'

/** An action tied to its driver: what can be asked of any step without knowing its kind. */
export interface Drive {
  standing(reach: Reach, outcome: Outcome | null): Promise<Standing>
  run(reach: Reach): Promise<Outcome>
  finish(outcome: Outcome, reach: Reach): Promise<void>
  finishBack(outcome: Outcome, reach: Reach): Promise<void>
  takeBack(outcome: Outcome, reach: Reach): Promise<void>
}

function tie<A extends StepAction>(action: A, driver: StepDriver<A>): Drive {
  return {
    standing: (reach, outcome) => driver.standing(action, reach, outcome),
    run: (reach) => driver.run(action, reach),
    finish: async (outcome, reach) => driver.finish?.(action, outcome, reach),
    finishBack: async (outcome, reach) => driver.finishBack?.(action, outcome, reach),
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
    case 'set-boundary':
      return tie(action, setBoundary)
    case 'set-role-tags':
      return tie(action, setRoleTags)
    case 'set-session-duration':
      return tie(action, setSessionDuration)
    case 'accept-agreement':
      return tie(action, acceptAgreement)
    case 'submit-use-case-form':
      return tie(action, submitUseCaseForm)
    case 'set-variable':
      return tie(action, setVariable)
    case 'set-secret':
      return tie(action, setSecret)
    case 'share-variable':
      return tie(action, shareVariable)
    case 'propose-workflow':
      return tie(action, proposeWorkflow)
    case 'merge-pull-request':
      return tie(action, mergePullRequest)
    case 'enable-workflow':
      return tie(action, enableWorkflow)
    case 'set-subject-form':
      return tie(action, setSubjectForm)
    case 'delete-variable':
      return tie(action, deleteVariable)
    case 'delete-secret':
      return tie(action, deleteSecret)
    case 'delete-role-policy':
      return tie(action, deleteRolePolicy)
    case 'delete-role':
      return tie(action, deleteRole)
  }
}
