import type { Repair } from '../finding'
import type { RunSummary } from '../run'

/**
 * One cause of failure: the text that tells it, and the findings that settle it. Several rows may share a text;
 * the first whose findings agree wins, so that the observation splits what AWS reports alike (field-notes §7).
 */
export interface Row {
  /** Row of field-notes §7; null for a cause outside it. */
  row: number | null
  cause: string
  /** Tested against a line with plain apostrophes; its named groups are given to `says`. */
  pattern: RegExp
  title: string
  says: (said: Record<string, string>) => string
  /** Checks (`link.what`, a prefix is enough) that settle this cause when they are wrong for the same job. */
  settledBy: readonly string[]
  /** Counts only when settled, or when `applies` says so: the text alone is shared with other causes. */
  onlySettled?: true
  applies?: (run: RunSummary) => boolean
  /** A tool's summary of another failure: gives way to any other row of the same log. */
  wrapper?: true
  /** What mends it where no finding offers a repair. */
  otherwise: (run: RunSummary) => Repair | null
}

/** A page of the documentation or of a console. */
export function page(url: string, label: string): Repair {
  return { kind: 'open-page', url, label }
}

/** Something that neither Rolecall nor its user can do. */
export function someoneElse(who: string, what: string): Repair {
  return { kind: 'someone-else', who, what }
}

export const TEST_AGAIN: Repair = { kind: 'test-run', says: 'Start another test run.' }
