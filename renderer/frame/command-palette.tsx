import { SearchIcon } from '@primer/octicons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useFleet } from '../features/fleet/fleet-queries'
import { repositoryPath, STATE_WORDS } from '../ui/words'
import styles from './command-palette.module.css'
import { type Command, commandsFor } from './commands'
import { Keys } from './keys'
import { useOfferedShortcuts } from './shortcuts'

/** Everything that can be done or opened from here, found by typing. */
export function CommandPalette({ onClose }: { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const commands = commandsFor(query, useCommands())
  const chosen = commands[Math.min(at, commands.length - 1)]

  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [list, at])

  const run = (command: Command | undefined) => {
    if (!command) return
    dialog.current?.close()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((was) => Math.min(was + 1, commands.length - 1))
    else if (event.key === 'ArrowUp') setAt((was) => Math.max(was - 1, 0))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is on the backdrop.
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label="Command palette"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.field}>
        <SearchIcon />
        <input
          className={styles.input}
          role="combobox"
          aria-expanded={commands.length > 0}
          aria-controls={list}
          aria-activedescendant={chosen ? `${list}-${commands.indexOf(chosen)}` : undefined}
          aria-label="Type a command or a repository"
          placeholder="Type a command or a repository"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        id={list}
        role="listbox"
        className={styles.list}
        aria-label="Commands"
        hidden={commands.length === 0}
      >
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox holds the focus and handles the keys.
          <div
            key={command.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === chosen}
            className={styles.option}
            onClick={() => run(command)}
            onMouseMove={() => setAt(index)}
          >
            <span className={styles.title}>{command.title}</span>
            {command.note && <span className={styles.note}>{command.note}</span>}
            {command.keys && <Keys keys={command.keys} />}
          </div>
        ))}
      </div>
      <p className={styles.none} role="status">
        {commands.length === 0 && 'Nothing is called that.'}
      </p>
    </dialog>
  )
}

function useCommands(): Command[] {
  const navigate = useNavigate()
  const rows = useFleet().data?.rows ?? []
  const offered = useOfferedShortcuts()
  return [
    ...offered
      .filter((shortcut) => shortcut.keys !== 'mod+k')
      .map(({ keys, title, run }) => ({ id: `do ${keys}`, title, keys, note: null, run })),
    ...rows.map((row) => ({
      id: `open ${row.repository}`,
      title: row.repository,
      keys: null,
      note: STATE_WORDS[row.state],
      run: () => navigate(repositoryPath(row.repository)),
    })),
  ]
}
