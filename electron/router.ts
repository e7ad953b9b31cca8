import { implement, ORPCError } from '@orpc/server'
import { contract } from '../shared/contract/contract'
import type { FleetEvent } from '../shared/contract/fleet'
import { ExpectedFailure } from '../shared/domain/failure'
import { Channel } from './channel'
import type { Realm } from './services/realm'
import type { SettingsService } from './services/settings'

export interface RouterParts {
  realm(): Realm
  /** Changes to the sandbox or back to the real clouds. */
  enter(sandbox: boolean): Promise<Realm>
  onRealm(listener: (realm: Realm) => void): () => void
  settings: SettingsService
  /** The connections are not what they were: the fleet is read anew. */
  reconnected(): void
}

/** Every expected failure crosses the contract as its typed error; anything else stays a bug without details. */
const os = implement(contract).use(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    throw asContractError(error)
  }
})

function asContractError(error: unknown): unknown {
  if (!(error instanceof ExpectedFailure)) return error
  return new ORPCError('EXPECTED', {
    status: 422,
    message: error.failure.sentence,
    data: error.failure,
    defined: true,
  })
}

/** The contract answered by the services of whichever realm the house is in. */
export function createRouter(parts: RouterParts) {
  return os.router({
    connections: connectionProcedures(parts),
    fleet: fleetProcedures(parts),
    setup: setupProcedures(parts),
    runs: runProcedures(parts),
    settings: {
      get: os.settings.get.handler(() => parts.settings.get()),
      update: os.settings.update.handler(({ input }) => parts.settings.update(input)),
    },
  })
}

function connectionProcedures({ realm, enter, reconnected }: RouterParts) {
  const { connections } = os
  const now = () => realm().connections.get()
  return {
    get: connections.get.handler(now),
    connectAws: connections.connectAws.handler(async ({ input }) => {
      await realm().connections.connectAws(input.profile, input.region)
      reconnected()
      return now()
    }),
    disconnectAws: connections.disconnectAws.handler(({ input }) => {
      realm().connections.disconnectAws(input.profile)
      reconnected()
      return now()
    }),
    connectGithub: connections.connectGithub.handler(async ({ input }) => {
      await realm().connections.connectGithub(input.token)
      reconnected()
      return now()
    }),
    disconnectGithub: connections.disconnectGithub.handler(async () => {
      await realm().connections.disconnectGithub()
      return now()
    }),
    exploreSandbox: connections.exploreSandbox.handler(async () => (await enter(true)).connections.get()),
    leaveSandbox: connections.leaveSandbox.handler(async () => (await enter(false)).connections.get()),
  }
}

function fleetProcedures({ realm, onRealm }: RouterParts) {
  const { fleet } = os
  return {
    get: fleet.get.handler(() => realm().fleet.view()),
    watch: fleet.watch.handler(({ signal }) => watchFleet(realm(), onRealm, signal)),
    observe: fleet.observe.handler(({ input }) => realm().fleet.observe(input.repositories)),
    repository: fleet.repository.handler(({ input }) =>
      realm().fleet.repository(input.repository, input.fresh),
    ),
    candidates: fleet.candidates.handler(() => realm().fleet.candidates()),
    choose: fleet.choose.handler(({ input }) => realm().fleet.choose(input.add, input.remove)),
  }
}

function setupProcedures({ realm }: RouterParts) {
  const { setup } = os
  return {
    options: setup.options.handler(({ input }) => realm().setup.options(input.repository)),
    models: setup.models.handler(({ input }) => realm().setup.models(input.account, input.region)),
    plan: setup.plan.handler(({ input }) => realm().setup.plan(input)),
    apply: setup.apply.handler(({ input }) => stream(realm().setup.apply(input.planId, input.exclude))),
    applications: setup.applications.handler(({ input }) => realm().setup.applications(input.repository)),
    undo: setup.undo.handler(async ({ input }) => {
      const service = realm().setup
      return stream(service.undo(await service.application(input.applicationId)))
    }),
  }
}

function runProcedures({ realm }: RouterParts) {
  const { runs } = os
  return {
    dispatchable: runs.dispatchable.handler(({ input }) => realm().runs.dispatchable(input.repository)),
    start: runs.start.handler(({ input }) => realm().runs.start(input)),
    follow: runs.follow.handler(({ input, signal }) =>
      stream(realm().runs.follow(input.repository, input.runId, signal)),
    ),
    list: runs.list.handler(({ input }) => realm().runs.list(input.repository)),
    get: runs.get.handler(({ input }) => realm().runs.get(input.repository, input.runId)),
    log: runs.log.handler(({ input }) => realm().runs.log(input.repository, input.jobId)),
    diagnose: runs.diagnose.handler(({ input }) => realm().runs.diagnose(input.repository, input.runId)),
  }
}

/* A failure in the middle of a stream crosses the contract like any other. */
async function* stream<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source
  } catch (error) {
    throw asContractError(error)
  }
}

/** The whole fleet, then its changes; after a change of realm, the old rows go and the new ones come. */
async function* watchFleet(
  first: Realm,
  onRealm: RouterParts['onRealm'],
  signal: AbortSignal | undefined,
): AsyncGenerator<FleetEvent> {
  const channel = new Channel<FleetEvent>()
  let realm = first
  let leave = realm.fleet.subscribe((event) => channel.push(event))
  channel.push({ ...realm.fleet.view(), removed: [] })
  const stop = onRealm((entered) => {
    leave()
    const removed = realm.fleet.watched()
    realm = entered
    leave = realm.fleet.subscribe((event) => channel.push(event))
    channel.push({ ...realm.fleet.view(), removed })
  })
  signal?.addEventListener('abort', () => channel.close(), { once: true })
  try {
    yield* channel
  } finally {
    leave()
    stop()
  }
}
