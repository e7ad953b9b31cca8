import type { FleetPlan } from '../../../shared/contract/batch'
import type { ValueWish } from '../../../shared/domain/plan'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'
import { applyPlans, type Choice, withoutExcluded } from './batch'
import { obstacleText } from './plan'

/** `set NAME=VALUE R…`: sets a variable in many repositories. Without --yes it only shows before and after. */
export async function setVerb(
  session: Session,
  wish: ValueWish,
  { repositories, exclude }: Choice,
  { yes }: { yes: boolean },
): Promise<number> {
  session.progress('Reading the fleet …')
  const planned = await session.client.setup.planValues({ repositories, values: [wish] })
  const plan = withoutExcluded(planned, exclude)
  if (yes) return applyPlans(session, plan, exclude)
  session.print(session.json ? JSON.stringify(plan, null, 2) : valuesText(session, plan))
  session.progress('Nothing was changed. Add --yes to set it.')
  return EXIT.usage
}

/** Before and after of each repository, and what stands in the way. */
function valuesText({ told }: Session, { plans, failures }: FleetPlan): string {
  const changing = plans.filter(({ steps }) => steps.length > 0)
  const changes = changing.flatMap(({ repository, steps }) =>
    steps.map(({ before, after }) => [repository, before ?? '(none)', '→', after ?? '(none)']),
  )
  const notes = plans.flatMap((plan) => [
    ...obstacleText(plan).map((line) => `${plan.repository}: ${line}`),
    ...(plan.left ?? []).map(({ target, says }) => `· ${target}: ${says}`),
    ...(plan.lints ?? []).map(({ level, says }) => `~ ${plan.repository}, ${level}: ${says}`),
  ])
  const failed = failures.map(({ repository, failure }) => `${repository}: ${told(failure)}`)
  const head = `${changing.length} of ${plans.length} repositories would change.`
  return [head, ...(changes.length > 0 ? [columns(changes)] : []), ...notes, ...failed].join('\n')
}
