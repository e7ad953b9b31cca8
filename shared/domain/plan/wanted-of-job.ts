import { ModelId, Region } from '../ids'
import type { AccountObservation } from '../observation'
import type { OurJob } from '../picture'
import type { SettingInForce } from '../setting-in-force'
import type { Setup } from '../setup'
import { callableModel, type RoleReference, referenceOf } from '../target'
import { type SettingName, sameHolder, type WantedSettings } from '../wanted-settings'

/** What one job will see once the plan is applied. */
export interface PlannedJob {
  job: OurJob
  role: RoleReference
  region: Region
  /** Where Bedrock is called: the same region, unless the calling step sets its own. */
  calledIn: Region
  model: ModelId
}

/**
 * The settings that a job is to see: the setup's where its convention holds them or nothing valid stands, else the
 * job's own, with a model ID that suits its region.
 */
export function plannedJob(
  job: OurJob,
  setup: Setup,
  wanted: WantedSettings,
  account: AccountObservation | null,
): PlannedJob {
  const isOurs = (setting: SettingName) =>
    isControlled(job[setting], setting, setup) || (setting === 'model' && job.frontMatter !== null)
  const own = (setting: SettingName) => (isOurs(setting) ? null : job[setting])
  const role = own('role')
  const region = own('region')
  const configured = (region && textAs(Region, region)) ?? wanted.region
  const calledIn = (job.callRegion && textAs(Region, job.callRegion)) ?? configured
  // The setup's model is meant for the setup's region.
  const model = calledIn === configured ? own('model') : job.model
  const called = model && textAs(ModelId, model)
  return {
    job,
    role: (role && referenceOf(role)) ?? wanted.role,
    region: configured,
    calledIn,
    model: called ? suited(called, calledIn, account) : wanted.model,
  }
}

/** A setting is the setup's to decide when it is read from the name that the convention gives it. */
function isControlled(force: SettingInForce, setting: SettingName, { convention }: Setup): boolean {
  return 'holder' in force && sameHolder(force.holder, convention[setting])
}

function textAs<T>(
  schema: { safeParse(value: unknown): { data?: T | undefined } },
  force: SettingInForce,
): T | null {
  return force.kind === 'value' ? (schema.safeParse(force.value).data ?? null) : null
}

function suited(model: ModelId, region: Region, account: AccountObservation | null): ModelId {
  const callable = account ? callableModel(account, region, model) : null
  return callable?.known ? callable.value.model : model
}
