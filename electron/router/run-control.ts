import { os, type RouterParts, stream } from './implementation'

/** Getting test runs ready, following open runs, and what can be done to a run. */
export function runControlProcedures({ realm }: RouterParts) {
  const { runs } = os
  const steering = () => realm().runs.steering
  return {
    attempt: runs.attempt.handler(({ input }) =>
      realm().runs.attempt(input.repository, input.runId, input.attempt),
    ),
    rights: runs.rights.handler(({ input }) => steering().rights(input.repository)),
    review: runs.review.handler(({ input: { repository, runId, ...review } }) =>
      steering().review(repository, runId, review),
    ),
    cancel: runs.cancel.handler(({ input }) => steering().cancel(input.repository, input.runId, input.force)),
    rerun: runs.rerun.handler(({ input: { repository, runId, ...how } }) =>
      steering().rerun(repository, runId, how),
    ),
    watchOpen: runs.watchOpen.handler(({ input, signal }) =>
      stream(realm().history.watchOpen(input.repository, signal)),
    ),
    attend: runs.attend.handler(({ signal }) => attend(realm, signal)),
    refs: runs.refs.handler(({ input }) => realm().connections.github().refs(input.repository, input.query)),
    prepare: runs.prepare.handler(({ input }) =>
      realm().runs.tests.prepare(input.repository, input.workflowPath, input.ref),
    ),
    detected: runs.detected.handler(() => realm().runs.tests.detected()),
    startMany: runs.startMany.handler(async ({ input }) => stream(await realm().runs.batches.start(input))),
    steerTests: runs.steerTests.handler(({ input }) => realm().runs.batches.steer(input.batchId, input.to)),
  }
}

/** Counts a panel as seen for as long as it holds the stream open. */
async function* attend(
  realm: RouterParts['realm'],
  signal: AbortSignal | undefined,
): AsyncGenerator<{ attending: true }> {
  const leave = realm().runs.poller.attend()
  try {
    yield { attending: true }
    if (signal && !signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    }
  } finally {
    leave()
  }
}
