import { connectionProcedures } from './router/connections'
import { fleetProcedures } from './router/fleet'
import { os, type RouterParts } from './router/implementation'
import { runProcedures } from './router/runs'
import { setupProcedures } from './router/setup'

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
