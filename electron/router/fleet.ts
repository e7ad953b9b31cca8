import type { FleetEvent } from '../../shared/contract/fleet'
import { Channel } from '../channel'
import type { Realm } from '../services/realm'
import { os, type RouterParts } from './implementation'

/** Repositories and their chains. */
export function fleetProcedures({ realm, onRealm }: RouterParts) {
  const { fleet } = os
  return {
    get: fleet.get.handler(() => realm().fleet.view()),
    watch: fleet.watch.handler(({ signal }) => watchFleet(realm(), onRealm, signal)),
    observe: fleet.observe.handler(({ input }) => realm().fleet.observe(input.repositories)),
    repository: fleet.repository.handler(({ input }) =>
      realm().fleet.repository(input.repository, input.fresh),
    ),
    policy: fleet.policy.handler(({ input }) => realm().fleet.policy(input.repository)),
    candidates: fleet.candidates.handler(() => realm().fleet.choosing.candidates()),
    choose: fleet.choose.handler(({ input }) => realm().fleet.choose(input.add, input.remove)),
    choice: {
      get: fleet.choice.get.handler(() => realm().fleet.choosing.choice()),
      set: fleet.choice.set.handler(({ input }) => realm().fleet.setChoice(input)),
      preview: fleet.choice.preview.handler(({ input }) => realm().fleet.choosing.preview(input)),
      options: fleet.choice.options.handler(() => realm().fleet.choosing.options()),
    },
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
