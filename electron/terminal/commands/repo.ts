import type { RepositoryView } from '../../../shared/contract/fleet'
import type { Finding, Repair } from '../../../shared/domain/finding'
import { LINKS } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import { EXIT } from '../exit'
import { columns, MARK, STATE } from '../marks'
import type { Session } from '../session'

/** `repo R`: reads one repository and prints each link with its evidence and repair. */
export async function repoVerb(
  { client, json, print }: Session,
  repository: RepositoryName,
): Promise<number> {
  const view = await client.fleet.repository({ repository, fresh: true })
  print(json ? JSON.stringify(describeRepository(view), null, 2) : chainText(view))
  return EXIT.fine
}

function describeRepository({ row, chain, setup, setupIsStored, variables, observation }: RepositoryView) {
  return {
    repository: row.repository,
    state: chain.state,
    links: chain.links,
    setup,
    setupIsStored,
    variables,
    runs: observation.runs.known ? observation.runs.value : [],
    readAt: row.readAt,
  }
}

function chainText({ row, chain, setup, variables }: RepositoryView): string {
  const links = LINKS.flatMap((link) => {
    const report = chain.links[link]
    return [`${MARK[report.status]} ${link}`, ...report.findings.flatMap(findingText)]
  })
  const wanted = setup ? `${setup.role} in ${setup.account}, ${setup.region}, ${setup.model}` : 'no setup'
  const values = variables.map(({ name, value, from, jobId }) => [
    `  ${name}`,
    value ?? (from ? '(secret)' : '(empty)'),
    `${from?.kind ?? 'nowhere'}, job ${jobId}`,
  ])
  const settings = values.length > 0 ? ['', 'Variables', columns(values)] : []
  return [`${row.repository}: ${STATE[chain.state]} (${wanted})`, '', ...links, ...settings].join('\n')
}

function findingText({ says, status, evidence, repair }: Finding): string[] {
  if (status === 'ok') return [`    ${says}`]
  const compared = evidence.flatMap(({ label, wanted, found, source, line }) => [
    `      ${label} (${source}${line === null ? '' : `:${line}`})`,
    ...(wanted === null ? [] : [`        wanted  ${wanted}`]),
    ...(found === null ? [] : [`        found   ${found}`]),
  ])
  return [`    ${status}: ${says}`, ...compared, ...(repair ? [`      → ${repairText(repair)}`] : [])]
}

function repairText(repair: Repair): string {
  switch (repair.kind) {
    case 'plan':
    case 'test-run':
      return repair.says
    case 'open-page':
      return `${repair.label}: ${repair.url}`
    case 'someone-else':
      return `${repair.who}: ${repair.what}`
    case 'recover':
      return repair.failure.sentence
  }
}
