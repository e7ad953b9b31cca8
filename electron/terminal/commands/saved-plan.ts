import { failureBehind } from '../exit'
import { readPlans } from '../plan-file'
import type { Session } from '../session'
import { applyOrShow } from './apply'
import { applyPlans } from './batch'

/** `apply --plan FILE --yes`: the saved plans, made again and applied where the world is as it was. */
export async function applySavedVerb(session: Session, path: string, yes: boolean): Promise<number> {
  const saved = await readPlans(path)
  const [only, ...more] = saved
  if (only !== undefined && (more.length === 0 || !yes)) {
    return applyOrShow(session, await session.client.setup.planAgain({ plan: only }), yes)
  }
  const plans = []
  const failures = []
  for (const plan of saved) {
    try {
      plans.push(await session.client.setup.planAgain({ plan }))
    } catch (error) {
      const failure = failureBehind(error)
      if (failure === null) throw error
      failures.push({ repository: plan.repository, failure })
    }
  }
  return applyPlans(session, { plans, failures }, [])
}
