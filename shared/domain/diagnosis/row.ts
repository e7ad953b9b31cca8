import type { Evidence, Repair } from '../finding'
import type { Scene } from './scene'

/** What looking at the world says of a cause that the text leaves open. */
export interface Probe {
  confidence: 'certain' | 'likely'
  evidence: Evidence[]
  repair?: Repair
}

/**
 * One cause of failure: the texts that tell it, and what settles it. Several rows may share a text; the first whose
 * findings or probe agree wins, so that the observation splits what AWS reports alike (field-notes §7).
 */
export interface Row {
  /** Row of field-notes §7; null for a cause outside it. */
  row: number | null
  cause: string
  title: string
  /** The texts as the field shows them, for docs/diagnoses.md and the tests. */
  texts: readonly string[]
  /** Tested against a line with plain quotes; its named groups are given to `says`. See `words`. */
  pattern: RegExp
  /** Pieces of the texts, without quotes: a line that holds none of any row is passed over unread. */
  marks: readonly string[]
  says: (said: Readonly<Record<string, string>>, scene: Scene) => string
  /** Checks (`link.what`, a prefix is enough) that settle this cause when they are wrong for the same job. */
  settledBy: readonly string[]
  /** Looks at the world where no finding tells; null: it does not agree. */
  probe?: (scene: Scene, said: Readonly<Record<string, string>>) => Probe | null
  /** Counts only when settled: the text alone is shared with other causes. */
  onlySettled?: true
  /** Counts in a job that succeeded, too: a skip or a fallback that GitHub shows as green. */
  green?: true
  /** A tool's summary of another failure: gives way to any other row of the same log. */
  wrapper?: true
  /** A line after which this text was only an attempt. */
  undoneBy?: RegExp
  /** What the text alone is worth; `likely` where it is not said. */
  alone?: 'possible'
  /** What mends it where no finding offers a repair. */
  otherwise: (scene: Scene) => Repair | null
  /** How it is told apart, and what mends it: for docs/diagnoses.md. */
  toldBy: string
  mend: string
}

/** Where a job meets a cause, from its start to its end. */
export const STAGES = [
  'start',
  'machine',
  'token',
  'settings',
  'no-credentials',
  'malformed',
  'provider',
  'role',
  'session',
  'app-token',
  'keys',
  'access',
  'permission',
  'model',
  'service',
  'other-provider',
  'summary',
] as const
export type Stage = (typeof STAGES)[number]

/**
 * Rows that a job meets at one stage. Each file under `rows/` exports its own as `FAMILIES`. Of rows that share a text
 * the earlier stage is asked first; within a family its own order counts, and families of one stage share no text.
 */
export interface Family {
  stage: Stage
  rows: readonly Row[]
}

/**
 * A pattern of plain words: case does not matter, any white space stands for a blank (a log may be wrapped), and a
 * single quote for a double one, too (a translation has its own).
 */
export function words(source: string): RegExp {
  const quoted = source.replaceAll(/\[[^\]]*\]|'/g, (part) => (part === "'" ? `['"]` : part))
  return new RegExp(quoted.replaceAll(' ?', '\\s*').replaceAll(' ', '\\s+'), 'i')
}

/** A page of the documentation or of a console. */
export function page(url: string, label: string): Repair {
  return { kind: 'open-page', url, label }
}

/** The run's own page; null where only a text was given. */
export function pageOfRun({ run, job }: Scene, label = 'Open it on GitHub'): Repair | null {
  const url = job?.url ?? run?.url
  return url ? page(url, label) : null
}

/** Something that neither Rolecall nor its user can do. */
export function someoneElse(who: string, what: string): Repair {
  return { kind: 'someone-else', who, what }
}

export const TEST_AGAIN: Repair = { kind: 'test-run', says: 'Start another test run.' }

/** Who writes workflow files. */
export const AUTHOR = 'the author of the workflow'
