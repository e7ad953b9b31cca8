import type { FleetRow } from '../../../shared/contract/fleet'
import { LINKS, RepositoryState } from '../../../shared/domain/finding'
import { RepositoryName } from '../../../shared/domain/ids'
import { tally } from '../../../shared/domain/tally'
import { EXIT, told } from '../exit'
import { columns, MARK, STATE } from '../marks'
import type { Session } from '../session'

export interface FleetFlags {
  add: string[]
  remove: string[]
}

/** `fleet`: reads every watched repository and prints its chain. Fails when the fleet could not be read. */
export async function fleetVerb(
  { client, json, print, progress }: Session,
  flags: FleetFlags,
): Promise<number> {
  const add = flags.add.map((name) => RepositoryName.parse(name))
  const remove = flags.remove.map((name) => RepositoryName.parse(name))
  if (add.length + remove.length > 0) await client.fleet.choose({ add, remove })
  progress('Reading the fleet …')
  const view = await client.fleet.observe({ repositories: null })
  if (json) print(JSON.stringify({ repositories: view.rows.map(fleetEntry), failure: view.failure }, null, 2))
  else print(fleetTable(view.rows))
  if (!view.failure) return EXIT.fine
  progress(told(view.failure))
  return EXIT.unanswered
}

function fleetEntry({
  repository,
  state,
  links,
  account,
  role,
  region,
  model,
  lastRun,
  headline,
  readAt,
  failure,
}: FleetRow) {
  return { repository, state, links, account, role, region, model, lastRun, headline, readAt, failure }
}

function fleetTable(rows: FleetRow[]): string {
  if (rows.length === 0) return 'The fleet is empty. Add repositories with --add owner/name.'
  const counts = tally(rows)
  const present = RepositoryState.options.filter((state) => counts.states[state] > 0)
  const head = present.map((state) => `${counts.states[state]} ${STATE[state]}`).join(' · ')
  const table = rows.map((row) => [
    row.repository,
    LINKS.map((link) => MARK[row.links[link].status]).join(' '),
    STATE[row.state],
    row.failure?.sentence ?? row.headline?.says ?? '',
  ])
  const legend = `Links: ${LINKS.join(', ')}.  ✓ ok  ≠ drift  ✗ missing  ⊘ blocked  ? unknown`
  return [head, '', columns(table), '', legend].join('\n')
}
