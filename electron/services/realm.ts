import type { Notice } from '../../shared/contract/settings'
import type { JournalStore } from '../storage/journal-store'
import type { ObservationCache } from '../storage/observation-cache'
import type { SettingsStore } from '../storage/settings-store'
import type { ConnectionService } from './connections'
import type { FleetService } from './fleet/fleet'
import type { RunHistoryService } from './runs/history'
import type { RunLeftovers } from './runs/leftovers'
import type { OwnRuns } from './runs/own-runs'
import type { RunsService } from './runs/runs'
import type { BulkService } from './setup/bulk'
import type { MergedBranches } from './setup/merged-branches'
import type { MigrationService } from './setup/migration'
import type { ModelAccessService } from './setup/model-access'
import type { SetupService } from './setup/setup'

/** One world that the panel can look at, the real clouds or the sandbox, with everything kept of it apart. */
export interface Realm {
  sandbox: boolean
  /** Where GitHub shows its pages. */
  webUrl: string
  settings: SettingsStore
  journal: JournalStore
  cache: ObservationCache
  connections: ConnectionService
  fleet: FleetService
  setup: SetupService
  bulk: BulkService
  branches: MergedBranches
  migration: MigrationService
  access: ModelAccessService
  runs: RunsService
  history: RunHistoryService
  /** The test runs that Rolecall started. */
  own: OwnRuns
  leftovers: RunLeftovers
  /** Resolves when the connections that were known at the start have been tried. */
  ready: Promise<void>
  /** What the user should know about what is kept of this world. */
  notices(): Promise<Notice[]>
  close(): Promise<void>
}
