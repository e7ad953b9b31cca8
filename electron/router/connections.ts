import { os, type RouterParts } from './implementation'

/** Accounts and identities. */
export function connectionProcedures({ realm, enter, reconnected }: RouterParts) {
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
