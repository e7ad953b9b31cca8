import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { withoutSecrets } from '../../../shared/domain/test-inputs'
import type { KeptInputs, SettingsStore } from '../../storage/settings-store'

/* One test run a day for half a year; the file of the settings stays small. */
const MOST_KEPT = 200

/** The inputs of the test runs that Rolecall started, never what may be a secret. */
export class InputMemory {
  constructor(private readonly settings: SettingsStore) {}

  keep(run: RunSummary, workflowPath: string, ref: string, inputs: Record<string, string>): void {
    const kept = {
      repository: run.repository,
      workflowPath,
      ref,
      runId: run.id,
      inputs: withoutSecrets(inputs),
    }
    this.settings.update((stored) => ({
      ...stored,
      testRuns: [...stored.testRuns.filter((each) => !isOf(each, run)), kept].slice(-MOST_KEPT),
    }))
  }

  /** What a run was started with; null where Rolecall did not start it, or has forgotten. */
  ofRun(repository: string, runId: number): KeptInputs | null {
    return this.settings.read().testRuns.findLast((each) => isOf(each, { repository, id: runId })) ?? null
  }

  /** Every run that is remembered. */
  runs(): { repository: RepositoryName; id: number }[] {
    return this.settings.read().testRuns.map(({ repository, runId }) => ({ repository, id: runId }))
  }

  /** What the workflow was last started with; empty for never. */
  ofWorkflow(repository: string, workflowPath: string): Record<string, string> {
    const last = this.settings
      .read()
      .testRuns.findLast((each) => isSame(each.repository, repository) && each.workflowPath === workflowPath)
    return last?.inputs ?? {}
  }
}

function isOf(kept: KeptInputs, { repository, id }: { repository: string; id: number }): boolean {
  return kept.runId === id && isSame(kept.repository, repository)
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
