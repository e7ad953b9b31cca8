import { entriesOf, readYaml, type Tree } from './yaml-tree'

/** What a file means: its texts, lists and mappings without positions, quotes and comments; aliases are resolved. */
export type Meaning = string | null | readonly Meaning[] | MeaningMap
export interface MeaningMap {
  readonly [key: string]: Meaning
}

/** The meaning of a text that is YAML and a mapping; null for any other. */
export function meaningOf(text: string): MeaningMap | null {
  const read = readYaml(text)
  return read.ok && read.tree.kind === 'mapping' ? mapMeaning(read.tree) : null
}

function mapMeaning(tree: Tree): MeaningMap {
  return Object.fromEntries(entriesOf(tree).map(({ key, value }) => [key, nodeMeaning(value)]))
}

function nodeMeaning(tree: Tree): Meaning {
  if (tree.kind === 'scalar') return tree.text
  return tree.kind === 'sequence' ? tree.items.map(nodeMeaning) : mapMeaning(tree)
}

/** Whether two meanings are one; the order of a mapping's keys means nothing. */
export function sameMeaning(left: Meaning, right: Meaning): boolean {
  return JSON.stringify(ordered(left)) === JSON.stringify(ordered(right))
}

function ordered(meaning: Meaning): unknown {
  if (isList(meaning)) return meaning.map(ordered)
  if (!isMapping(meaning)) return meaning
  const sorted = Object.entries(meaning).sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([key, value]) => [key, ordered(value)])
}

/** Whether a meaning is a list. */
export function isList(meaning: Meaning | undefined): meaning is readonly Meaning[] {
  return Array.isArray(meaning)
}

/** Whether a meaning is a mapping. */
export function isMapping(meaning: Meaning | undefined): meaning is MeaningMap {
  return typeof meaning === 'object' && meaning !== null && !Array.isArray(meaning)
}

/** A mapping with the value under a key replaced by what `change` makes of it; null stands for a key that is absent. */
export function changed(map: MeaningMap, key: string, change: (value: Meaning) => Meaning): MeaningMap {
  return { ...map, [key]: change(map[key] ?? null) }
}

/** A file in which one job means something else. */
export function withJob(file: MeaningMap, id: string, change: (job: MeaningMap) => MeaningMap): MeaningMap {
  return changed(file, 'jobs', (jobs) =>
    isMapping(jobs) ? changed(jobs, id, (job) => (isMapping(job) ? change(job) : job)) : jobs,
  )
}

/** A job whose steps mean something else. */
export function withSteps(job: MeaningMap, change: (steps: readonly Meaning[]) => Meaning[]): MeaningMap {
  return isList(job.steps) ? { ...job, steps: change(job.steps) } : job
}
