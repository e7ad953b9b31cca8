import type { RepositoryView } from '../../../shared/contract/fleet'
import type { Finding, Repair } from '../../../shared/domain/finding'
import { LINKS } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobValues } from '../../../shared/domain/job-values'
import { scopeText } from '../../../shared/domain/links/scope-text'
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

function describeRepository({
  row,
  chain,
  setup,
  setupIsStored,
  variables,
  values,
  observation,
}: RepositoryView) {
  return {
    repository: row.repository,
    state: chain.state,
    links: chain.links,
    setup,
    setupIsStored,
    variables,
    values,
    runs: observation.runs.known ? observation.runs.value : [],
    readAt: row.readAt,
  }
}

function chainText({ row, chain, setup, values }: RepositoryView): string {
  const links = LINKS.flatMap((link) => {
    const report = chain.links[link]
    return [`${MARK[report.status]} ${link}`, ...report.findings.flatMap(findingText)]
  })
  const wanted = setup ? `${setup.role} in ${setup.account}, ${setup.region}, ${setup.model}` : 'no setup'
  const settings = values.flatMap((job) => [
    '',
    `Values of ${job.jobId} (${job.workflowPath})`,
    valuesText(job),
  ])
  return [`${row.repository}: ${STATE[chain.state]} (${wanted})`, '', ...links, ...settings].join('\n')
}

function valuesText({ values }: JobValues): string {
  return columns(
    values.map(({ name, kind, value, from, line, status, says }) => [
      `  ${MARK[status]} ${name}`,
      value ?? (kind === 'secret' && from ? '(secret)' : '(empty)'),
      from ? scopeText(from) : line === null ? 'nowhere' : `line ${line}`,
      says ?? '',
    ]),
  )
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
    case 'remove-keys':
      return repair.says
    case 'open-page':
      return `${repair.label}: ${repair.url}`
    case 'someone-else':
      return `${repair.who}: ${repair.what}`
    case 'recover':
      return repair.failure.sentence
  }
}
