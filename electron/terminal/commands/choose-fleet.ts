import { readFile, writeFile } from 'node:fs/promises'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { type FleetChoice, NO_CHOICE } from '../../../shared/domain/fleet-choice'
import { readFleetFile, writeFleetFile } from '../../../shared/domain/fleet-file'
import type { RepositoryName } from '../../../shared/domain/ids'
import { EXIT } from '../exit'
import type { Session } from '../session'

/** How the fleet is to be chosen; what is not given stays as it was. */
export interface ChoiceFlags {
  org?: string[]
  topic?: string[]
  team?: string[]
  search?: string
  exclude: RepositoryName[]
  archived: boolean
  forks: boolean
  import?: string
}

/** Chooses anew where a flag asks for it. */
export async function chooseBy({ client, progress }: Session, flags: ChoiceFlags): Promise<void> {
  const imported = flags.import === undefined ? null : await readChoice(flags.import)
  if (imported === null && !asks(flags)) return
  const kept = imported ?? (await client.fleet.choice.get())
  const before = kept ?? (byRule(flags) ? NO_CHOICE : await watchedByName(client))
  const { rows } = await client.fleet.choice.set(changed(before, flags))
  progress(`The fleet is ${rows.length === 1 ? 'one repository' : `${rows.length} repositories`} now.`)
}

/** Writes the choice that is in force; until somebody has chosen, what is watched, by name. */
export async function exportChoice({ client, json, print }: Session, path: string): Promise<number> {
  const choice = (await client.fleet.choice.get()) ?? (await watchedByName(client))
  await writeFile(path, writeFleetFile(choice))
  print(json ? JSON.stringify({ exported: path, choice }, null, 2) : `The choice is in ${path}.`)
  return EXIT.fine
}

async function watchedByName(client: Session['client']): Promise<FleetChoice> {
  const candidates = await client.fleet.candidates()
  return { ...NO_CHOICE, repositories: candidates.map(({ facts }) => facts.repository) }
}

function asks(flags: ChoiceFlags): boolean {
  const { exclude, archived, forks } = flags
  return byRule(flags) || exclude.length > 0 || archived || forks
}

function byRule({ org, topic, team, search }: ChoiceFlags): boolean {
  return [org, topic, team, search].some((way) => way !== undefined)
}

/** A way that is given takes the place of what it was; exclusions are added. */
function changed(
  before: FleetChoice,
  { org, topic, team, search, exclude, archived, forks }: ChoiceFlags,
): FleetChoice {
  return {
    ...before,
    organizations: org ?? before.organizations,
    topics: topic ?? before.topics,
    teams: team ?? before.teams,
    search: search ?? before.search,
    excluded: [...new Set([...before.excluded, ...exclude])],
    archived: archived || before.archived,
    forks: forks || before.forks,
  }
}

async function readChoice(path: string): Promise<FleetChoice> {
  const read = readFleetFile(await readFile(path, 'utf8'))
  if (read.ok) return read.choice
  throw new ExpectedFailure(
    failure('invalid', `${path} ${read.why}. Write one with: fleet --export ${path}`, {
      kind: 'correct-input',
      field: 'import',
    }),
  )
}
