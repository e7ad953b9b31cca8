import { LockIcon, RepoForkedIcon, RepoIcon } from '@primer/octicons-react'
import { Checkbox, Label } from '@primer/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { Candidate } from '../../../shared/contract/fleet'
import type { RepositoryName } from '../../../shared/domain/ids'
import styles from './choose-page.module.css'

const ROW_HEIGHT = 40

interface Props {
  candidates: readonly Candidate[]
  chosen: ReadonlySet<RepositoryName>
  onSet(repository: RepositoryName, on: boolean): void
}

/** The repositories to choose from; there may be thousands, so only those in sight are drawn. */
export function CandidateList({ candidates, chosen, onSet }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: candidates.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  return (
    <div ref={scroller} className={styles.list}>
      {candidates.length === 0 && <p className={styles.none}>No repository is called that.</p>}
      <ul style={{ height: virtual.getTotalSize() }} className={styles.items} aria-label="Repositories">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const candidate = candidates[index]
          if (!candidate) return null
          const { facts } = candidate
          const Shape = facts.fork ? RepoForkedIcon : facts.visibility === 'public' ? RepoIcon : LockIcon
          return (
            <li
              key={facts.repository}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              <label className={styles.choice} htmlFor={`watch ${facts.repository}`}>
                <Checkbox
                  id={`watch ${facts.repository}`}
                  checked={chosen.has(facts.repository)}
                  onChange={(event) => onSet(facts.repository, event.target.checked)}
                />
                <Shape className="muted" />
                {facts.repository}
              </label>
              <span className="muted">{facts.visibility}</span>
              {facts.archived && <Label variant="secondary">archived</Label>}
              {facts.permission === 'read' && <Label variant="attention">read only</Label>}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
