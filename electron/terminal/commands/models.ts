import type { ModelChoice } from '../../../shared/contract/setup'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type { AccountId, Region } from '../../../shared/domain/ids'
import type { ModelInUse } from '../../../shared/domain/models-in-use'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

export interface ModelFlags {
  account?: AccountId
  region?: Region
  inUse: boolean
}

/** `models --account ID --region R`: what an account can call there, and why not what it cannot. */
export async function choicesVerb(
  { client, json, print }: Session,
  account: AccountId,
  region: Region,
): Promise<number> {
  const models = await client.setup.models({ account, region })
  print(json ? JSON.stringify({ account, region, models }, null, 2) : choicesText(models))
  return EXIT.fine
}

function choicesText(models: ModelChoice[]): string {
  if (models.length === 0) return 'Bedrock offers no model of Anthropic’s there.'
  return columns(
    models.map((choice) => [choice.usable ? '✓' : '✗', choice.id, choice.kind, adviceText(choice)]),
  )
}

function adviceText({ why, formMissing, availability, lifecycle, daysLeft, instead }: ModelChoice): string {
  const access = [
    ...(formMissing ? ['form missing'] : []),
    ...(availability && availability.agreement !== 'AVAILABLE'
      ? [`agreement ${availability.agreement}`]
      : []),
  ]
  const life =
    lifecycle === 'LEGACY' ? [daysLeft === null ? 'legacy' : `legacy, ends in ${daysLeft} days`] : []
  const better = instead ? [`use ${instead}`] : []
  return [...(why ? [why.replace(/\.$/, '')] : []), ...life, ...access, ...better].join('; ')
}

/** `models --in-use`: what the fleet calls, and how long that lives. Ends with 1 where a model that is called has ended or is on its way out. */
export async function inUseVerb({ client, json, print, progress }: Session): Promise<number> {
  progress('Reading the fleet …')
  const { failure: failed } = await client.fleet.observe({ repositories: null })
  if (failed) throw new ExpectedFailure(failed)
  const models = await client.setup.modelsInUse()
  print(json ? JSON.stringify({ models }, null, 2) : inUseText(models))
  return models.some(({ standing }) => standing === 'ended' || standing === 'legacy') ? EXIT.bad : EXIT.fine
}

function inUseText(models: ModelInUse[]): string {
  if (models.length === 0) return 'No watched repository names a model.'
  return models
    .flatMap((model) => [
      `${model.model}: ${standingText(model)}`,
      columns(
        model.uses.map(({ repository, source, successor }) => [
          `  ${repository}`,
          source,
          successor ? `→ ${successor}` : '',
        ]),
      ),
    ])
    .join('\n')
}

function standingText({ standing, daysLeft, endOfLifeAt, why }: ModelInUse): string {
  const day = endOfLifeAt?.slice(0, 10)
  if (standing === 'ended') return `ended on ${day}`
  if (standing === 'legacy')
    return daysLeft === null ? 'legacy' : `legacy, ends on ${day}, in ${daysLeft} days`
  return standing === 'current' ? 'current' : (why ?? 'unknown')
}
