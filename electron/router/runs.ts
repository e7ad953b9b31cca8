import { fleetRunProcedures } from './fleet-runs'
import { os, type RouterParts, stream } from './implementation'
import { runControlProcedures } from './run-control'
import { runLogProcedures } from './run-logs'

/** Runs, logs and diagnoses. */
export function runProcedures(parts: RouterParts) {
  const { realm } = parts
  const { runs } = os
  return {
    ...runLogProcedures(parts),
    ...runControlProcedures(parts),
    ...fleetRunProcedures(parts),
    dispatchable: runs.dispatchable.handler(({ input }) => realm().runs.dispatchable(input.repository)),
    start: runs.start.handler(({ input }) => realm().runs.start(input)),
    follow: runs.follow.handler(({ input, signal }) =>
      stream(realm().runs.follow(input.repository, input.runId, signal)),
    ),
    list: runs.list.handler(({ input }) => realm().runs.list(input.repository)),
    get: runs.get.handler(({ input }) => realm().runs.get(input.repository, input.runId)),
    log: runs.log.handler(({ input }) => realm().runs.log(input.repository, input.jobId)),
    diagnose: runs.diagnose.handler(({ input }) => realm().runs.diagnose(input.repository, input.runId)),
    proof: runs.proof.handler(({ input }) => realm().runs.proof(input.repository, input.runId)),
    diagnoseText: runs.diagnoseText.handler(({ input }) =>
      realm().runs.diagnoseText(input.repository, input.runId, input.text),
    ),
  }
}
