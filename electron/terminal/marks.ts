import type { RepositoryState, Status } from '../../shared/domain/finding'

/** Shapes that tell a status without colour. */
export const MARK: Readonly<Record<Status, string>> = {
  ok: '✓',
  drift: '≠',
  missing: '✗',
  blocked: '⊘',
  unknown: '?',
}

/** The words of the states. */
export const STATE: Readonly<Record<RepositoryState, string>> = {
  working: 'working',
  unproven: 'unproven',
  attention: 'attention',
  broken: 'broken',
  unknown: 'unknown',
  'not-set-up': 'not set up',
  archived: 'archived',
}

/** Rows as aligned columns; the last one is left as it is. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(widest[index] ?? 0, cell.length)),
    [],
  )
  const line = (row: readonly string[]) =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  ')
  return rows.map(line).join('\n')
}
