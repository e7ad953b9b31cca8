import {
  ChevronDownIcon,
  ChevronUpIcon,
  ClockIcon,
  FoldIcon,
  SearchIcon,
  UnfoldIcon,
} from '@primer/octicons-react'
import { IconButton, TextInput } from '@primer/react'
import { useRef } from 'react'
import { useShortcuts } from '../../frame/shortcuts'
import styles from './log-view.module.css'

interface Props {
  query: string
  onQuery(text: string): void
  hits: number
  hitAt: number
  onHit(step: 1 | -1): void
  stamped: boolean
  onStamped(on: boolean): void
  allFolded: boolean
  onFoldAll(fold: boolean): void
}

/** Search, timestamps and folding of a log. */
export function LogToolbar(props: Props) {
  const { query, onQuery, hits, hitAt, onHit, stamped, onStamped, allFolded, onFoldAll } = props
  const field = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: '/', title: 'Search in the log', run: () => field.current?.focus() }])
  return (
    <div className={styles.toolbar}>
      <TextInput
        ref={field}
        size="small"
        className={styles.search ?? ''}
        leadingVisual={SearchIcon}
        aria-label="Search in the log"
        placeholder="Search in the log"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onHit(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') onQuery('')
        }}
      />
      <span className={styles.hits} role="status">
        {query !== '' && (hits === 0 ? 'not found' : `${hitAt + 1} of ${hits} lines`)}
      </span>
      {hits > 1 && (
        <>
          <Tool icon={ChevronUpIcon} label="Previous hit" onClick={() => onHit(-1)} />
          <Tool icon={ChevronDownIcon} label="Next hit" onClick={() => onHit(1)} />
        </>
      )}
      <span className={styles.gap} />
      <Tool icon={ClockIcon} label="Show timestamps" pressed={stamped} onClick={() => onStamped(!stamped)} />
      <Tool
        icon={allFolded ? UnfoldIcon : FoldIcon}
        label={allFolded ? 'Unfold all groups' : 'Fold all groups'}
        onClick={() => onFoldAll(!allFolded)}
      />
    </div>
  )
}

interface ToolProps {
  icon: typeof ClockIcon
  label: string
  pressed?: boolean
  onClick(): void
}

function Tool({ icon, label, pressed, onClick }: ToolProps) {
  return (
    <IconButton
      icon={icon}
      size="small"
      variant="invisible"
      aria-label={label}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
      onClick={onClick}
    />
  )
}
