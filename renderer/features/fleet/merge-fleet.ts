import type { FleetEvent, FleetView } from '../../../shared/contract/fleet'

/** The fleet after a push: changed rows replaced in place, new ones appended, removed ones gone. */
export function mergeFleet(view: FleetView, event: FleetEvent): FleetView {
  const { removed, rows, ...whole } = event
  const changed = new Map(rows.map((row) => [row.repository, row]))
  const gone = new Set(removed)
  const kept = view.rows.flatMap((row) => {
    const newer = changed.get(row.repository)
    changed.delete(row.repository)
    return gone.has(row.repository) ? [] : [newer ?? row]
  })
  const added = [...changed.values()].filter((row) => !gone.has(row.repository))
  return { ...whole, rows: [...kept, ...added] }
}
