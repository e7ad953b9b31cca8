import type { FleetRow } from '../../../shared/contract/fleet'
import type { Failure } from '../../../shared/domain/failure'
import { LINKS, RepositoryState } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import { tally } from '../../../shared/domain/tally'
import { EXIT, failureBehind } from '../exit'
import { columns, MARK, STATE } from '../marks'
import type { Session } from '../session'
import { type ChoiceFlags, chooseBy, exportChoice } from './choose-fleet'

export interface FleetFlags extends ChoiceFlags {
  add: RepositoryName[]
  remove: RepositoryName[]
  export?: string
}

/** `fleet`: reads every watched repository and prints its chain. Fails when the fleet could not be read. */
export async function fleetVerb(session: Session, flags: FleetFlags): Promise<number> {
  const { client, json, print, progress, told } = session
  const { add, remove } = flags
  await chooseBy(session, flags)
  if (add.length + remove.length > 0) await client.fleet.choose({ add, remove })
  if (flags.export !== undefined) return exportChoice(session, flags.export)
  progress('Reading the fleet …')
  const { rows, failure } = await readFleet(session)
  if (json) print(JSON.stringify({ repositories: rows.map(fleetEntry), failure }, null, 2))
  else if (rows.length > 0 || failure === null) print(fleetTable(rows))
  if (failure === null) return EXIT.fine
  progress(told(failure))
  return EXIT.unanswered
}

/** A fleet that cannot even be listed has no rows, and its failure is the fleet's. */
async function readFleet({ client }: Session): Promise<{ rows: FleetRow[]; failure: Failure | null }> {
  try {
    return await client.fleet.observe({ repositories: null })
  } catch (error) {
    const failure = failureBehind(error)
    if (failure === null) throw error
    return { rows: [], failure }
  }
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
