import type { Candidate } from '../../../shared/contract/fleet'
import type { ChoiceWay, ChosenRepository, FleetChoice } from '../../../shared/domain/fleet-choice'
import type { RepositoryName } from '../../../shared/domain/ids'

/** A repository to choose, as a choice stands. */
export interface ChoiceRow {
  repository: RepositoryName
  /** Null for one that a search or a team brought in and that the identity’s own list does not hold. */
  facts: Candidate['facts'] | null
  chosen: boolean
  /** The rule that brings it in, whether it is excluded or not; null where only a hand does. */
  by: Exclude<ChoiceWay, 'hand'> | null
  excluded: boolean
}

/** The rule alone: what a hand adds or takes out needs no question to GitHub. */
export function ruleOf(choice: FleetChoice): FleetChoice {
  return { ...choice, repositories: [], excluded: [] }
}

/** Every repository that can be seen or is brought in, by name. */
export function rowsOf(
  choice: FleetChoice,
  candidates: readonly Candidate[],
  brought: readonly ChosenRepository[],
): ChoiceRow[] {
  const facts = new Map(candidates.map((each) => [keyOf(each.facts.repository), each.facts]))
  const ways = new Map(brought.map(({ repository, way }) => [keyOf(repository), way]))
  const hand = new Set(choice.repositories.map(keyOf))
  const excluded = new Set(choice.excluded.map(keyOf))
  const names = new Map<string, RepositoryName>()
  const all = [...choice.repositories, ...choice.excluded, ...brought.map(({ repository }) => repository)]
  for (const name of [...candidates.map((each) => each.facts.repository), ...all]) {
    if (!names.has(keyOf(name))) names.set(keyOf(name), name)
  }
  return [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, repository]) => {
      const way = ways.get(key)
      return {
        repository,
        facts: facts.get(key) ?? null,
        by: way === undefined || way === 'hand' ? null : way,
        excluded: excluded.has(key),
        chosen: !excluded.has(key) && (hand.has(key) || way !== undefined),
      }
    })
}

/** The choice with rows put in or taken out by hand: what a rule brings in is excluded, and comes back by ending that. */
export function putRows(choice: FleetChoice, rows: readonly ChoiceRow[], on: boolean): FleetChoice {
  const touched = new Set(rows.map(({ repository }) => keyOf(repository)))
  const others = (names: readonly RepositoryName[]) => names.filter((name) => !touched.has(keyOf(name)))
  const ofRule = rows.filter(({ by }) => by !== null).map(({ repository }) => repository)
  const ofHand = rows.filter(({ by }) => by === null).map(({ repository }) => repository)
  return {
    ...choice,
    repositories: on ? [...others(choice.repositories), ...ofHand] : others(choice.repositories),
    excluded: on ? others(choice.excluded) : [...others(choice.excluded), ...ofRule],
  }
}

function keyOf(name: string): string {
  return name.toLowerCase()
}
