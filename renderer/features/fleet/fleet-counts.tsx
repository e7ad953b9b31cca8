import { SkeletonBox } from '@primer/react'
import { useMemo } from 'react'
import type { FleetRow } from '../../../shared/contract/fleet'
import { StateMark } from '../../ui/state-mark'
import { LINK_TITLES, STATE_COUNTED } from '../../ui/words'
import styles from './fleet-counts.module.css'
import { countRows, type FleetLook } from './fleet-filter'

interface Props {
  rows: readonly FleetRow[]
  look: FleetLook
  onChange(change: Partial<FleetLook>): void
  loading: boolean
}

/** Numbers over the whole fleet; each filters on click and lets go on the next. */
export function FleetCounts({ rows, look, onChange, loading }: Props) {
  const { states, breaks } = useMemo(() => countRows(rows), [rows])
  if (loading) return <SkeletonBox height="28px" width="360px" />
  return (
    <div className={styles.counts}>
      <fieldset className={styles.line} aria-label="Filter by state">
        {states.map(({ state, n }) => (
          <button
            key={state}
            type="button"
            className={styles.count}
            aria-pressed={look.state === state}
            onClick={() => onChange({ state: look.state === state ? null : state, brokenAt: null })}
          >
            <StateMark state={state} />
            <span>
              <b>{n}</b> {STATE_COUNTED[state]}
            </span>
          </button>
        ))}
      </fieldset>
      {breaks.length > 0 && (
        <fieldset className={styles.line} aria-labelledby="broken-at">
          <span className={styles.lead} id="broken-at">
            Broken at
          </span>
          {breaks.map(({ link, n }) => (
            <button
              key={link}
              type="button"
              className={styles.count}
              aria-pressed={look.brokenAt === link}
              onClick={() => onChange({ brokenAt: look.brokenAt === link ? null : link, state: null })}
            >
              <span>
                <b>{n}</b> {LINK_TITLES[link].toLowerCase()}
              </span>
            </button>
          ))}
        </fieldset>
      )}
    </div>
  )
}
