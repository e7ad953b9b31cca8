/** Which lines of a log are in sight where some groups are folded: rows from 0, lines from 1. */
export interface Folds {
  rows: number
  lineAt(row: number): number
  /** The row of a line; of one in a folded group, the row of the group's own line. */
  rowOf(line: number): number
}

/**
 * Maps rows to lines without listing them, so that a million lines cost what their groups cost. `groups` are first and
 * last lines in turn, ascending; a folded group keeps its own line.
 */
export function foldsOf(lines: number, groups: readonly number[], folded: ReadonlySet<number>): Folds {
  const starts: number[] = []
  const ends: number[] = []
  /** Lines that are hidden before each fold. */
  const before: number[] = []
  let hidden = 0
  for (let group = 0; group * 2 < groups.length; group += 1) {
    const [first = 0, last = 0] = groups.slice(group * 2, group * 2 + 2)
    if (!folded.has(group) || last <= first) continue
    starts.push(first + 1)
    ends.push(Math.min(last, lines))
    before.push(hidden)
    hidden += Math.min(last, lines) - first
  }
  return {
    rows: Math.max(0, lines - hidden),
    lineAt(row) {
      /* The last fold that begins at or before the row, counted in rows. */
      const fold = lastIndex(starts.length, (index) => (starts[index] ?? 0) - (before[index] ?? 0) <= row + 1)
      if (fold < 0) return row + 1
      const hiddenThere = (before[fold] ?? 0) + (ends[fold] ?? 0) - (starts[fold] ?? 0) + 1
      return row + 1 + hiddenThere
    },
    rowOf(line) {
      const fold = lastIndex(starts.length, (index) => (starts[index] ?? 0) <= line)
      if (fold < 0) return line - 1
      const start = starts[fold] ?? 0
      const end = ends[fold] ?? 0
      if (line <= end) return start - 2 - (before[fold] ?? 0)
      return line - 1 - (before[fold] ?? 0) - (end - start + 1)
    },
  }
}

/** Index of the group whose first line this is; -1 for any other line. */
export function groupBegunAt(groups: readonly number[], line: number): number {
  const group = groupAt(groups, line)
  return group >= 0 && groups[group * 2] === line ? group : -1
}

/** Index of the group that holds a line; -1 outside. */
export function groupAt(groups: readonly number[], line: number): number {
  const group = lastIndex(groups.length / 2, (index) => (groups[index * 2] ?? 0) <= line)
  return group >= 0 && line <= (groups[group * 2 + 1] ?? 0) ? group : -1
}

/** The groups that are folded at first: all but those in which something went wrong. */
export function foldedAtFirst(groups: readonly number[], errors: readonly number[]): Set<number> {
  const folded = new Set(Array.from({ length: groups.length / 2 }, (_, index) => index))
  for (const line of errors) folded.delete(groupAt(groups, line))
  return folded
}

function lastIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low - 1
}
