import type { Finding } from '../finding'
import { daysLeft } from '../life'
import type { UsableModel } from '../models'
import { evidence, finding } from './found'
import type { CalledModel } from './model-access'

/** How long the model will still answer: Bedrock retires versions, and refuses those past their end of life. */
export function lifecycleFindings({ check, region, now }: CalledModel, usable: UsableModel): Finding[] {
  const { model, lifecycle, endOfLifeAt } = usable
  if (lifecycle !== 'LEGACY' && endOfLifeAt === null) return []
  const days = daysLeft(endOfLifeAt, now)
  const ended = days !== null && days <= 0
  // An end that is announced far ahead for an active model is no reason to act yet.
  if (lifecycle !== 'LEGACY' && !ended) return []
  const says = ended
    ? `${model} has reached the end of its life and can no longer be called.`
    : `${model} is a legacy model${days === null ? '' : `; it ends in ${days} ${days === 1 ? 'day' : 'days'}`}.`
  return [
    finding('modelAccess', check(ended ? 'end-of-life' : 'legacy'), 'drift', says, {
      breaks: ended,
      evidence: [evidence('end of life', null, endOfLifeAt, `Bedrock in ${region}`)],
      repair: {
        kind: 'open-page',
        url: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html',
        label: 'See which models take over',
      },
    }),
  ]
}
