import type { FleetRow } from '../../../shared/contract/fleet'
import { observeChain } from '../../../shared/domain/chain'
import type { Failure } from '../../../shared/domain/failure'
import { byLink, type Chain } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { ChainContext } from '../../../shared/domain/picture'
import { valueOr } from '../../../shared/domain/reading'
import { roleOfSetup } from '../../../shared/domain/target'

/** What holds for a row besides what was observed. */
export interface RowCircumstance {
  observing: boolean
  failure: Failure | null
}

/** The row of a repository that was observed, with its chain. */
export function describeRow(
  context: ChainContext,
  circumstance: RowCircumstance,
): { row: FleetRow; chain: Chain } {
  const { observation, setup } = context
  const { facts } = observation
  const chain = observeChain(context)
  const row: FleetRow = {
    repository: facts.repository,
    url: facts.url,
    visibility: facts.visibility,
    archived: facts.archived,
    state: chain.state,
    links: glance(chain),
    headline: chain.headline && {
      link: chain.headline.link,
      says: chain.headline.says,
      repair: chain.headline.repair,
    },
    account: setup?.account ?? null,
    role: setup && roleOfSetup(setup, context.account).arn,
    region: setup?.region ?? null,
    model: setup?.model ?? null,
    lastRun: valueOr(observation.runs, [])[0] ?? null,
    readAt: observation.readAt,
    ...circumstance,
  }
  return { row, chain }
}

/** The row of a repository that was not read yet, or could not be. */
export function unreadRow(
  repository: RepositoryName,
  webUrl: string,
  circumstance: RowCircumstance,
): FleetRow {
  const says = circumstance.failure?.sentence ?? 'Not read yet.'
  return {
    repository,
    url: `${webUrl}/${repository}`,
    visibility: null,
    archived: false,
    state: 'unknown',
    links: byLink(() => ({ status: 'unknown', breaks: false, says })),
    headline: null,
    account: null,
    role: null,
    region: null,
    model: null,
    lastRun: null,
    readAt: null,
    ...circumstance,
  }
}

function glance(chain: Chain): FleetRow['links'] {
  return byLink((link) => {
    const { status, breaks, findings } = chain.links[link]
    const decisive = findings.find((finding) => finding.status === status && finding.breaks === breaks)
    return { status, breaks, says: decisive?.says ?? findings[0]?.says ?? '' }
  })
}
