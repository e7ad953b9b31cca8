import { os, type RouterParts, stream } from './implementation'

/** The runs of many repositories, and what single ones left behind. */
export function fleetRunProcedures({ realm }: RouterParts) {
  const { runs } = os
  return {
    history: runs.history.handler(({ input }) => realm().history.known(input.repositories, input.filter)),
    readHistory: runs.readHistory.handler(({ input, signal }) =>
      stream(realm().history.read(input.repositories, input.since, input.again, signal)),
    ),
    artifacts: runs.artifacts.handler(({ input }) =>
      realm().leftovers.artifacts(input.repository, input.runId),
    ),
    annotations: runs.annotations.handler(({ input }) =>
      realm().leftovers.annotations(input.repository, input.jobIds),
    ),
  }
}
