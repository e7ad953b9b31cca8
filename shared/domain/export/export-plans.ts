import type { Plan } from '../plan'
import { dependentsOf } from '../step-order'
import { cloudFormationOf } from './cloudformation'
import type { ExportedPlan, ExportFormat } from './exported'
import { terraformOf } from './terraform'

/** A plan, and the steps of it that are left out. */
export interface PlanToExport {
  plan: Plan
  exclude: readonly string[]
}

/** Plans as one file of another tool, or why it has no part in them. */
export function exportPlans(
  chosen: readonly PlanToExport[],
  as: ExportFormat,
): { ok: true; exported: ExportedPlan } | { ok: false; why: string } {
  const plans = chosen.map(remaining).filter(({ steps }) => steps.length > 0)
  if (plans.length === 0) return { ok: false, why: 'There is nothing to export: no step is left to do.' }
  if (as === 'terraform') return named(plans, '.tf', { ok: true, ...terraformOf(plans) })
  return named(plans, '.template.json', cloudFormationOf(plans))
}

function remaining({ plan, exclude }: PlanToExport): Plan {
  const gone = new Set([...exclude, ...dependentsOf(plan, exclude).map(({ id }) => id)])
  return { ...plan, steps: plan.steps.filter(({ id }) => !gone.has(id)) }
}

function named(
  plans: readonly Plan[],
  ending: string,
  made: ReturnType<typeof cloudFormationOf>,
): ReturnType<typeof exportPlans> {
  if (!made.ok) return made
  const [only] = plans
  const stem = plans.length === 1 && only ? only.repository.replace('/', '-') : `${plans.length}-repositories`
  return {
    ok: true,
    exported: { fileName: `rolecall-${stem}${ending}`, text: made.text, byHand: made.byHand },
  }
}
