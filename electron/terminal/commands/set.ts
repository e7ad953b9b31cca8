import type { FleetPlan } from '../../../shared/contract/batch'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'
import { typedValue } from '../typed-value'
import { applyPlans, type Choice, withoutExcluded } from './batch'
import { obstacleText } from './plan'

/** What is asked for on the command line; `value` null is read from standard input. */
export interface Asked {
  name: string
  value: string | null
  environment: string | null
  secret: boolean
}

/** `set NAME=VALUE R…`: sets a variable or a secret in many repositories. Without --yes it only shows before and after. */
export async function setVerb(
  session: Session,
  { value: given, ...asked }: Asked,
  { repositories, exclude }: Choice,
  { yes }: { yes: boolean },
): Promise<number> {
  const value = given ?? (await typedValue(asked.name))
  session.progress('Reading the fleet …')
  const values = [{ ...asked, value }]
  const planned = await session.client.setup.planValues({ repositories, values })
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
  const lost = changing.some(({ steps }) => steps.some(({ reversible }) => !reversible))
  const notes = plans.flatMap((plan) => [
    ...obstacleText(plan).map((line) => `${plan.repository}: ${line}`),
    ...(plan.left ?? []).map(({ target, says }) => `· ${target}: ${says}`),
    ...(plan.lints ?? []).map(({ level, says }) => `~ ${plan.repository}, ${level}: ${says}`),
  ])
  const failed = failures.map(({ repository, failure }) => `${repository}: ${told(failure)}`)
  const head = `${changing.length} of ${plans.length} repositories would change.`
  const warning = lost
    ? ['A secret that is overwritten cannot be taken back: GitHub never gives its value.']
    : []
  return [head, ...(changes.length > 0 ? [columns(changes)] : []), ...warning, ...notes, ...failed].join('\n')
}
