import type { ModelId, Region } from './ids'
import type { AccountObservation } from './observation'
import { sameName } from './setting-in-force'
import type { Holder, Setup } from './setup'
import { callableModel, type RoleReference, roleOfSetup } from './target'

/** What the setup wants a job to see. */
export interface WantedSettings {
  role: RoleReference
  region: Region
  /** The setup's model, or where that was not typed and cannot be called in its region, the one that can. */
  model: ModelId
}

/** The values that a setup means, by the account as it stands. */
export function wantedSettings(setup: Setup, account: AccountObservation | null): WantedSettings {
  const mine = account?.account === setup.account ? account : null
  const model = mine ? callableModel(mine, setup.region, setup.model) : null
  return {
    role: roleOfSetup(setup, account),
    region: setup.region,
    model: model?.known && !setup.modelAsTyped ? model.value.model : setup.model,
  }
}

/** The settings that a setup controls, by the name that holds each. */
export const SETTINGS = ['role', 'region', 'model'] as const
export type SettingName = (typeof SETTINGS)[number]

/** The text that a variable or secret must hold. */
export function wantedText(wanted: WantedSettings, setting: SettingName): string {
  return setting === 'role' ? wanted.role.arn : wanted[setting]
}

/** Whether two names mean the same variable, or the same secret. */
export function sameHolder(left: Holder | null, right: Holder | null): boolean {
  return left !== null && right !== null && left.kind === right.kind && sameName(left.name, right.name)
}
