import { Dialog } from '@primer/react'
import { useRef } from 'react'
import { CharacterKeys } from './character-keys'
import { Keys } from './keys'
import { useOfferedShortcuts } from './shortcuts'
import styles from './shortcuts-dialog.module.css'

const IN_LISTS = [
  { keys: 'arrows', title: 'Move in a list' },
  { keys: 'enter', title: 'Open the row at hand' },
  { keys: 'esc', title: 'Close, or clear the filter' },
]

/** All shortcuts that work on this page. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const offered = useOfferedShortcuts()
  // On its close button, where the focus would land, a tooltip covers the first line.
  const list = useRef<HTMLDListElement>(null)
  return (
    <Dialog title="Keyboard shortcuts" width="large" initialFocusRef={list} onClose={onClose}>
      <dl ref={list} className={styles.list} tabIndex={-1}>
        {[...offered, ...IN_LISTS].map(({ keys, title }) => (
          <div key={keys} className={styles.entry}>
            <dt>{title}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
      <div className={styles.switch}>
        <CharacterKeys />
      </div>
    </Dialog>
  )
}
