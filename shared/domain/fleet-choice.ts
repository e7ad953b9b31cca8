import { z } from 'zod'
import { RepositoryName } from './ids'
import { RepositoryFacts } from './observation'

/** Login of an organization or of a user (GitHub: letters, digits and single hyphens, 39 at most). */
export const OwnerLogin = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$/, 'Write the login of an organization or a user.')
export type OwnerLogin = z.infer<typeof OwnerLogin>

/** `organization/team`, the team by its slug. */
export const TeamName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'Write the team as organization/team.',
  )
export type TeamName = z.infer<typeof TeamName>

/** A topic as GitHub takes it: lower case, digits and hyphens, 50 characters at most. */
export const Topic = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'Write a topic in lower case, digits and hyphens.')
export type Topic = z.infer<typeof Topic>

const several = <T extends z.ZodType>(of: T) => z.array(of).max(20_000).default([])

/**
 * Which repositories are watched, as a rule: any of the ways brings a repository in, so that a new one of a chosen
 * organization joins by itself. What is excluded never does.
 */
export const FleetChoice = z.object({
  /** All that the identity can see of these. */
  organizations: several(OwnerLogin),
  /** What carries one of these, of all that the identity can see. */
  topics: several(Topic),
  teams: several(TeamName),
  /** In the syntax of GitHub’s own search; null for none. */
  search: z.string().trim().min(1).max(256).nullable().default(null),
  /** By hand: whatever they are, archived or a fork. */
  repositories: several(RepositoryName),
  excluded: several(RepositoryName),
  /** Whether archived ones and forks join by the ways other than by hand. */
  archived: z.boolean().default(false),
  forks: z.boolean().default(false),
})
export type FleetChoice = z.infer<typeof FleetChoice>

export const NO_CHOICE: FleetChoice = FleetChoice.parse({})

/** A repository as GitHub lists it. */
export const ListedRepository = RepositoryFacts.extend({ topics: z.array(z.string()) })
export type ListedRepository = z.infer<typeof ListedRepository>

/** What a way brings in. */
export const ChoiceWay = z.enum(['hand', 'organization', 'topic', 'team', 'search'])
export type ChoiceWay = z.infer<typeof ChoiceWay>

/** What was listed for a choice: for each way, what GitHub gave. */
export interface ListedByWay {
  way: Exclude<ChoiceWay, 'hand'>
  repositories: readonly ListedRepository[]
}

/** A repository that the choice brings in, by the first way that does. */
export const ChosenRepository = z.object({ repository: RepositoryName, way: ChoiceWay })
export type ChosenRepository = z.infer<typeof ChosenRepository>

/** What a choice comes to, and how many of the found ones it leaves out, and why. */
export const ChosenFleet = z.object({
  chosen: z.array(ChosenRepository),
  leftOut: z.object({ excluded: z.number(), archived: z.number(), forks: z.number() }),
})
export type ChosenFleet = z.infer<typeof ChosenFleet>

/** The repositories of a choice in the order of their names; GitHub compares names without case. */
export function selectFleet(choice: FleetChoice, listed: readonly ListedByWay[]): ChosenFleet {
  const excluded = new Set(choice.excluded.map(keyOf))
  const chosen = new Map<string, ChosenRepository>()
  const out = { excluded: new Set<string>(), archived: new Set<string>(), forks: new Set<string>() }
  for (const repository of choice.repositories) {
    const key = keyOf(repository)
    if (excluded.has(key)) out.excluded.add(key)
    else chosen.set(key, { repository, way: 'hand' })
  }
  for (const { way, repositories } of listed) {
    for (const { repository, archived, fork } of repositories) {
      const key = keyOf(repository)
      if (chosen.has(key)) continue
      if (excluded.has(key)) out.excluded.add(key)
      else if (archived && !choice.archived) out.archived.add(key)
      else if (fork && !choice.forks) out.forks.add(key)
      else chosen.set(key, { repository, way })
    }
  }
  const { excluded: gone, archived, forks } = out
  return {
    chosen: [...chosen.values()].sort((a, b) => compare(keyOf(a.repository), keyOf(b.repository))),
    leftOut: { excluded: gone.size, archived: archived.size, forks: forks.size },
  }
}

/** Whether GitHub has to be asked what the choice comes to. */
export function choosesByRule({ organizations, topics, teams, search }: FleetChoice): boolean {
  return organizations.length + topics.length + teams.length > 0 || search !== null
}

/** The search as GitHub is asked: it leaves forks out unless the query says otherwise. */
export function searchQuery({ search, forks }: FleetChoice): string | null {
  if (search === null) return null
  return forks && !/(?:^|\s)-?fork:/i.test(search) ? `${search} fork:true` : search
}

/** The choice with repositories added by hand, and others taken out for good. */
export function adjustChoice(
  choice: FleetChoice,
  add: readonly RepositoryName[],
  remove: readonly RepositoryName[],
): FleetChoice {
  const added = new Set(add.map(keyOf))
  const removed = new Set(remove.map(keyOf))
  const without = (names: readonly RepositoryName[], gone: ReadonlySet<string>) =>
    names.filter((name) => !gone.has(keyOf(name)))
  return {
    ...choice,
    repositories: without(distinct([...choice.repositories, ...add]), removed),
    /* What only a hand brought in needs no exclusion: nothing brings it back. */
    excluded: choosesByRule(choice)
      ? distinct([...without(choice.excluded, added), ...remove])
      : without(choice.excluded, added),
  }
}

function distinct(names: readonly RepositoryName[]): RepositoryName[] {
  return [...new Map(names.map((name) => [keyOf(name), name])).values()]
}

function keyOf(name: RepositoryName): string {
  return name.toLowerCase()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
