import type { Connections, SignInEvent } from '../../shared/contract/connections'
import type { GithubWaysIn } from '../services/connections/github-ways-in'
import { os, type RouterParts, stream } from './implementation'

/** GitHub identities: how they come, which one is acted as, what each may do. */
export function githubProcedures({ realm, enter, hosts, reconnected }: RouterParts) {
  const { connections } = os
  /** Another identity may be of another GitHub, which is another world. */
  const settled = async (): Promise<Connections> => {
    const now = await enter(realm().sandbox)
    reconnected()
    return now.connections.get()
  }
  const ways = (): GithubWaysIn => realm().connections.ways
  return {
    connectGithub: connections.connectGithub.handler(async ({ input: { token, replaces, host, caFile } }) => {
      await ways().paste({ ...(host === undefined ? {} : { host }), caFile }, token, replaces)
      return settled()
    }),
    signInGithub: connections.signInGithub.handler(({ input, signal }) =>
      stream(signIn(ways(), input, signal, settled)),
    ),
    hosts: connections.hosts.handler(() => hosts()),
    githubWays: connections.githubWays.handler(() => ways().ways()),
    adoptGithub: connections.adoptGithub.handler(async ({ input }) => {
      await ways().adopt(input, input.origin)
      return settled()
    }),
    useGithub: connections.useGithub.handler(async ({ input }) => {
      realm().connections.identities.use(input.id)
      return settled()
    }),
    preflightGithub: connections.preflightGithub.handler(({ input }) => {
      const { settings, connections: ours } = realm()
      return ours.preflightGithub(input.id, settings.read().fleet ?? [])
    }),
    disconnectGithub: connections.disconnectGithub.handler(async ({ input }) => {
      await realm().connections.identities.disconnect(input?.id ?? null)
      return settled()
    }),
  }
}

async function* signIn(
  ways: GithubWaysIn,
  { clientId, ...choice }: Parameters<GithubWaysIn['signIn']>[0] & { clientId: string },
  signal: AbortSignal | undefined,
  settled: () => Promise<Connections>,
): AsyncGenerator<SignInEvent> {
  const signedIn = yield* ways.signIn(choice, clientId, signal)
  if (signedIn) yield { kind: 'signed-in', connections: await settled() }
}
