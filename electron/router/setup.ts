import { os, type RouterParts, stream } from './implementation'

/** Plans, applications and their undo. */
export function setupProcedures({ realm }: RouterParts) {
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
