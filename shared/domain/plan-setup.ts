import { type ChainContext, pictureOf } from './picture'
import type { Plan } from './plan'
import { agreementSteps } from './plan/agreement-steps'
import { conflict, type Draft, idsOf, type Planning, together } from './plan/draft'
import { formSteps } from './plan/form-steps'
import { lintsOf, lintsOfModel } from './plan/lints'
import { permissionSteps } from './plan/permission-steps'
import { providerSteps } from './plan/provider-steps'
import { withinQuotas } from './plan/quota'
import { roleSettingSteps } from './plan/role-setting-steps'
import { roleSteps } from './plan/role-steps'
import { settingSteps } from './plan/setting-steps'
import { type ProposedFiles, proposedFiles, withFiles } from './plan/workflow-files'
import { workflowSteps } from './plan/workflow-steps'
import type { Setup, UseCaseForm } from './setup'
import { callableModel } from './target'
import { wantedSettings } from './wanted-settings'

/** A context that a plan can be made for. */
export type PlannableContext = ChainContext & { setup: Setup }

/**
 * The ordered steps from what was observed to the setup; none where it stands already. Pure: the same observation
 * gives the same steps with the same ids. `form` null leaves Anthropic's form to be asked for.
 */
export function planSetup(
  context: PlannableContext,
  request: { id: string; form: UseCaseForm | null },
): Plan {
  const { facts } = context.observation
  const proposed = proposedFiles(context.observation, correctedSetup(context), context.account)
  const planning = planningOf(context, request.form, proposed)
  const draft = facts.archived
    ? conflict(facts.repository, 'The repository is archived and cannot be changed. Unarchive it first.')
    : withinQuotas(draftOf(planning, context, proposed), planning.account)
  return {
    id: request.id,
    repository: facts.repository,
    createdAt: new Date(context.now).toISOString(),
    setup: planning.setup,
    ...draft,
    lints: [...lintsOf(draft.steps), ...lintsOfModel(planning, draft.steps)],
  }
}

function draftOf(planning: Planning, context: PlannableContext, proposed: ProposedFiles): Draft {
  const groundless = groundlessOf(planning, context)
  if (groundless) return groundless
  const provider = providerSteps(planning)
  const role = roleSteps(planning, idsOf(provider.steps, 'create-provider'))
  const permissions = permissionSteps(planning, idsOf(role.steps, 'create-role'))
  const form = formSteps(planning)
  return distinct(
    together([
      provider,
      role,
      permissions,
      roleSettingSteps(planning),
      form,
      agreementSteps(planning, idsOf(form.steps, 'submit-use-case-form')),
      settingSteps(planning),
      workflowSteps(planning, proposed),
    ]),
  )
}

/** Jobs are judged as they will stand: a trigger that the proposal adds presents a subject of its own. */
function planningOf(context: PlannableContext, form: UseCaseForm | null, { files }: ProposedFiles): Planning {
  const { observation, account } = context
  const setup = correctedSetup(context)
  const mine = account?.account === setup.account ? account : null
  return {
    observation,
    account: mine,
    setup,
    wanted: wantedSettings(setup, mine),
    form,
    jobs: pictureOf({ ...context, observation: withFiles(observation, files) }).jobs,
  }
}

/** A model that cannot be called in the setup's region, and was not typed, is replaced by the one that can. */
function correctedSetup({ setup, account }: PlannableContext): Setup {
  return { ...setup, model: wantedSettings(setup, account).model }
}

/**
 * Why nothing can be planned: without the account, or with a model that its region cannot call, any step would write
 * a setting that is known to fail. Whoever typed the model is told and not kept from it.
 */
function groundlessOf({ account, setup }: Planning, { accountFailure }: PlannableContext): Draft | null {
  if (!account) {
    const says =
      accountFailure?.sentence ?? `Connect a profile that reaches the AWS account ${setup.account}.`
    return { steps: [], conflicts: [], needed: [{ kind: 'connection', says }] }
  }
  if (setup.modelAsTyped) return null
  const model = callableModel(account, setup.region, setup.model)
  if (model.known || model.failure.reason !== 'invalid') return null
  return conflict(`model ${setup.model}`, model.failure.sentence)
}

/** One unread part may be missed by several links; it is told once. */
function distinct({ steps: planned, conflicts, needed }: Draft): Draft {
  const once = <T>(all: T[]) =>
    all.filter(
      (one, index) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index,
    )
  return { steps: planned, conflicts: once(conflicts), needed: once(needed) }
}
