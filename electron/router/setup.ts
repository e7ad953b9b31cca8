import { os, type RouterParts, stream } from './implementation'

/** Plans, applications and their undo. */
export function setupProcedures({ realm }: RouterParts) {
  const { setup } = os
  return {
    options: setup.options.handler(({ input }) => realm().setup.options(input.repository)),
    models: setup.models.handler(({ input }) => realm().access.models(input.account, input.region)),
    modelsInUse: setup.modelsInUse.handler(() => realm().access.modelsInUse()),
    offers: setup.offers.handler(({ input }) =>
      realm().access.offers(input.account, input.region, input.model),
    ),
    waits: setup.waits.handler(({ input }) => realm().access.waits(input.repository)),
    plan: setup.plan.handler(({ input }) => realm().setup.plan(input)),
    apply: setup.apply.handler(({ input }) => stream(realm().setup.apply(input.planId, input.exclude))),
    applications: setup.applications.handler(({ input }) => realm().setup.applications(input.repository)),
    interrupted: setup.interrupted.handler(() => realm().setup.interrupted()),
    resume: setup.resume.handler(async ({ input }) =>
      stream(await realm().setup.resume(input.applicationId)),
    ),
    undo: setup.undo.handler(async ({ input }) =>
      stream(await realm().setup.undo(input.applicationId, input.steps)),
    ),
    planMany: setup.planMany.handler(({ input }) => realm().bulk.planMany(input.repositories, input.form)),
    applyMany: setup.applyMany.handler(({ input }) => stream(realm().bulk.applyMany(input.plans))),
    batches: setup.batches.handler(() => realm().bulk.heads()),
    followMany: setup.followMany.handler(({ input, signal }) => realm().bulk.follow(input.batchId, signal)),
    undoMany: setup.undoMany.handler(({ input }) => realm().bulk.undo(input.batchId, input.repositories)),
    steerMany: setup.steerMany.handler(({ input }) => realm().bulk.steer(input.batchId, input.to)),
    mergedBranches: setup.mergedBranches.handler(({ input }) => realm().branches.list(input.repositories)),
    deleteMergedBranches: setup.deleteMergedBranches.handler(({ input }) =>
      realm().branches.delete(input.repositories),
    ),
    tearDown: setup.tearDown.handler(({ input }) => realm().setup.planner.planTearDown(input.repository)),
    removeKeys: setup.removeKeys.handler(({ input }) =>
      realm().setup.planner.planKeyRemoval(input.repository),
    ),
    planValues: setup.planValues.handler(({ input }) =>
      realm().bulk.planValues(input.repositories, input.values),
    ),
    planAgain: setup.planAgain.handler(({ input }) => realm().setup.planner.planAgain(input.plan)),
    exportPlan: setup.exportPlan.handler(({ input }) =>
      realm().setup.planner.exportKept(input.plans, input.as),
    ),
    migration: {
      view: setup.migration.view.handler(({ input }) =>
        realm().migration.view(input.repositories, input.fresh),
      ),
      carry: setup.migration.carry.handler(({ input }) =>
        stream(realm().migration.carry(input.repositories, input.until)),
      ),
      stop: setup.migration.stop.handler(() => realm().migration.stop()),
    },
  }
}
