/**
 * What sets the runner going.
 *
 * With `runId` the run already stands in the world: a dispatch that answered with its ID, or a re-run whose
 * attempt was raised. The runner starts it from its first job. Without `runId` the runner makes one run for
 * each active workflow that the event triggers (only `workflowId`, where it is given).
 */
export interface TriggerEvent {
  repositoryId: number
  workflowId?: number
  event: 'push' | 'pull_request' | 'workflow_dispatch' | 'schedule'
  /** `refs/heads/X`, `refs/tags/X`, or `refs/pull/N/merge` for a pull request. A bare name is a branch. */
  ref: string
  inputs: Record<string, string>
  /** Login of who caused it. */
  actor: string
  runId?: number
}
