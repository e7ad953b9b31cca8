import {
  byLink,
  type Chain,
  type Finding,
  LINKS,
  type LinkName,
  type LinkReport,
  type RepositoryState,
} from './finding'
import { lastRunLink } from './links/last-run'
import { modelAccessLink } from './links/model-access'
import { permissionsLink } from './links/permissions'
import { providerLink } from './links/provider'
import { trustLink } from './links/trust'
import { variablesLink } from './links/variables'
import { workflowLink } from './links/workflow'
import { type ChainContext, isCalledOnly, type Picture, pictureOf } from './picture'
import { roleNamed } from './target'

export type { ChainContext } from './picture'

const JUDGES: Record<LinkName, (picture: Picture) => Finding[]> = {
  provider: providerLink,
  trust: trustLink,
  permissions: permissionsLink,
  modelAccess: modelAccessLink,
  variables: variablesLink,
  workflow: workflowLink,
  lastRun: lastRunLink,
}

/** The whole path of one repository, judged link by link. An archived one is shown, and offered no repair. */
export function observeChain(context: ChainContext): Chain {
  const picture = pictureOf(context)
  const { archived, repository } = context.observation.facts
  const links = byLink((link) => {
    const findings = JUDGES[link](picture)
    return reportOf(link, archived ? findings.map(withoutRepair) : findings)
  })
  const findings = LINKS.flatMap((link) => links[link].findings)
  return {
    repository,
    state: archived ? 'archived' : stateOf(picture, findings),
    links,
    headline: findings.find(({ breaks }) => breaks) ?? findings.find(({ status }) => status !== 'ok') ?? null,
  }
}

/** Orders findings from the one that matters most: what breaks, then `blocked missing drift unknown ok`. */
export function worst(findings: readonly Finding[]): Finding | null {
  return findings.reduce<Finding | null>(
    (found, one) => (found && rank(found) <= rank(one) ? found : one),
    null,
  )
}

const ORDER = ['blocked', 'missing', 'drift', 'unknown', 'ok'] as const

function rank({ breaks, status }: Finding): number {
  return ORDER.indexOf(status) + (breaks ? 0 : ORDER.length)
}

function reportOf(link: LinkName, findings: Finding[]): LinkReport {
  const decisive = worst(findings)
  return {
    link,
    // A link that says nothing was not looked at, and is never taken for well.
    status: decisive?.status ?? 'unknown',
    breaks: findings.some(({ breaks }) => breaks),
    findings,
  }
}

function stateOf(picture: Picture, findings: readonly Finding[]): RepositoryState {
  if (isNotSetUp(picture)) return 'not-set-up'
  if (findings.some(({ breaks }) => breaks)) return 'broken'
  if (findings.some(({ status }) => status === 'unknown')) return 'unknown'
  const differing = findings.filter(({ status }) => status !== 'ok')
  if (differing.length === 0) return 'working'
  return differing.every(({ link, status }) => link === 'lastRun' && status === 'missing')
    ? 'unproven'
    : 'attention'
}

/** No workflow of ours that starts by itself, and no role: both must have been looked for. */
function isNotSetUp(picture: Picture): boolean {
  const { observation, workflows, setup, account } = picture
  if (isCalledOnly(picture)) return true
  if (!observation.workflows.known || workflows.length > 0) return false
  if (!setup) return true
  if (account?.account !== setup.account || !account.roles.known) return false
  return roleNamed(account, setup.role) === null
}

function withoutRepair(finding: Finding): Finding {
  return { ...finding, repair: null }
}
