import type { Connections, SignInEvent } from '../../shared/contract/connections'
import { Channel } from '../channel'
import type { Realm } from '../services/realm'
import { githubProcedures } from './github-connections'
import { os, type RouterParts, stream } from './implementation'

/** Accounts and identities. */
export function connectionProcedures(parts: RouterParts) {
  const { realm, enter, onRealm, reconnected } = parts
  const { connections } = os
  const now = () => realm().connections.get()
  return {
    get: connections.get.handler(now),
    watch: connections.watch.handler(({ signal }) => watchConnections(realm(), onRealm, signal)),
    connectAws: connections.connectAws.handler(async ({ input }) => {
      await realm().connections.aws.connect(input.profile, input.region, input.repin)
      reconnected()
      return now()
    }),
    signInAws: connections.signInAws.handler(({ input, signal }) =>
      stream(signIn(realm(), input.profile, signal, reconnected)),
    ),
    answerMfa: connections.answerMfa.handler(({ input }) => {
      realm().connections.answerMfa(input.id, input.code)
      return now()
    }),
    preflightAws: connections.preflightAws.handler(({ input }) =>
      realm().connections.preflightAws(input.profile),
    ),
    disconnectAws: connections.disconnectAws.handler(({ input }) => {
      realm().connections.aws.disconnect(input.profile)
      reconnected()
      return now()
    }),
    ...githubProcedures(parts),
    issuers: connections.issuers.handler(() => realm().connections.issuers.get()),
    setIssuer: connections.setIssuer.handler(({ input }) => {
      const told = realm().connections.issuers.set(input.owner, input.enterprise)
      reconnected()
      return told
    }),
    exploreSandbox: connections.exploreSandbox.handler(async () => (await enter(true)).connections.get()),
    leaveSandbox: connections.leaveSandbox.handler(async () => (await enter(false)).connections.get()),
  }
}

async function* signIn(
  { connections }: Realm,
  profile: string,
  signal: AbortSignal | undefined,
  reconnected: () => void,
): AsyncGenerator<SignInEvent> {
  const signedIn = yield* connections.aws.signIn(profile, signal)
  if (!signedIn) return
  reconnected()
  yield { kind: 'signed-in', connections: await connections.get() }
}

/** The connections of whichever realm the house is in. */
async function* watchConnections(
  first: Realm,
  onRealm: RouterParts['onRealm'],
  signal: AbortSignal | undefined,
): AsyncGenerator<Connections> {
  const channel = new Channel<Connections>()
  const push = (connections: Connections): void => channel.push(connections)
  let leave = first.connections.subscribe(push)
  const stop = onRealm((entered) => {
    leave()
    leave = entered.connections.subscribe(push)
  })
  signal?.addEventListener('abort', () => channel.close(), { once: true })
  try {
    yield* channel
  } finally {
    leave()
    stop()
  }
}
