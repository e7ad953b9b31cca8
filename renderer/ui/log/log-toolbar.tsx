import {
  AlertIcon,
  ChevronDownIcon,
  ChevronUpIcon,
  ClockIcon,
  CopyIcon,
  DownloadIcon,
  FoldIcon,
  LinkIcon,
  SearchIcon,
  UnfoldIcon,
} from '@primer/octicons-react'
import { Button, IconButton, TextInput } from '@primer/react'
import { useRef } from 'react'
import { useShortcuts } from '../../frame/shortcuts'
import { type LineRange, rangeText, type Stamps } from './log-rows'
import type { Findings } from './log-source'
import styles from './log-view.module.css'

/** How a log is looked at. */
export interface LogLook {
  stamps: Stamps
  wrap: boolean
  regex: boolean
  caseSensitive: boolean
}

interface Props {
  look: LogLook
  onLook(change: Partial<LogLook>): void
  text: string
  onText(text: string): void
  findings: Findings
  hitAt: number
  onHit(step: 1 | -1): void
  errors: number
  onError(): void
  allFolded: boolean
  onFoldAll(fold: boolean): void
  range: LineRange | null
  onCopy(what: 'lines' | 'link'): void
  saveHref: string
}

const NEXT_STAMPS: Record<Stamps, Stamps> = { none: 'absolute', absolute: 'relative', relative: 'none' }
const STAMPS_LABEL: Record<Stamps, string> = {
  none: 'Show timestamps',
  absolute: 'Show times since the beginning',
  relative: 'Hide timestamps',
}

/** Search, timestamps, wrapping, folding, copying and saving of a log. */
export function LogToolbar(props: Props) {
  const { look, onLook, errors, onError, allFolded, onFoldAll, range, onCopy, saveHref } = props
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Log">
      <Search {...props} />
      <span className={styles.gap} />
      {range && (
        <>
          <Tool icon={CopyIcon} label={`Copy ${rangeText(range)}`} onClick={() => onCopy('lines')} />
          <Tool
            icon={LinkIcon}
            label={`Copy the link to ${rangeText(range)}`}
            onClick={() => onCopy('link')}
          />
        </>
      )}
      {errors > 0 && <Tool icon={AlertIcon} label={`Next of ${errors} errors`} onClick={onError} />}
      <Tool
        icon={ClockIcon}
        label={STAMPS_LABEL[look.stamps]}
        pressed={look.stamps !== 'none'}
        onClick={() => onLook({ stamps: NEXT_STAMPS[look.stamps] })}
      />
      <Word label="Wrap long lines" pressed={look.wrap} onClick={() => onLook({ wrap: !look.wrap })}>
        Wrap
      </Word>
      <Tool
        icon={allFolded ? UnfoldIcon : FoldIcon}
        label={allFolded ? 'Unfold all groups' : 'Fold all groups'}
        onClick={() => onFoldAll(!allFolded)}
      />
      <IconButton
        as="a"
        href={saveHref}
        download
        icon={DownloadIcon}
        size="small"
        variant="invisible"
        aria-label="Save the log"
      />
    </div>
  )
}

function Search({ look, onLook, text, onText, findings, hitAt, onHit }: Props) {
  const field = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: '/', title: 'Search in the log', run: () => field.current?.focus() }])
  return (
    <>
      <TextInput
        ref={field}
        size="small"
        className={styles.search ?? ''}
        leadingVisual={SearchIcon}
        aria-label="Search in the log"
        placeholder="Search in the log"
        value={text}
        {...(findings.failure !== null && { validationStatus: 'error' as const })}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onHit(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') onText('')
        }}
      />
      <Word
        label="Match case"
        pressed={look.caseSensitive}
        onClick={() => onLook({ caseSensitive: !look.caseSensitive })}
      >
        Aa
      </Word>
      <Word label="Regular expression" pressed={look.regex} onClick={() => onLook({ regex: !look.regex })}>
        .*
      </Word>
      <span className={styles.hits} role="status">
        {text !== '' && foundText(findings, hitAt)}
      </span>
      {findings.lines.length > 1 && (
        <>
          <Tool icon={ChevronUpIcon} label="Previous hit" onClick={() => onHit(-1)} />
          <Tool icon={ChevronDownIcon} label="Next hit" onClick={() => onHit(1)} />
        </>
      )}
    </>
  )
}

function foundText({ lines, over, cut, searched, failure }: Findings, hitAt: number): string {
  if (failure !== null) return failure
  const count = lines.length.toLocaleString('en')
  if (lines.length > 0) {
    const at = (hitAt + 1).toLocaleString('en')
    return `${at} of ${cut ? 'more than ' : ''}${count} lines${over ? '' : '…'}`
  }
  return over ? 'not found' : `searching, ${Math.round((searched ?? 0) * 100)} %`
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

function Word({
  label,
  pressed,
  onClick,
  children,
}: {
  label: string
  pressed: boolean
  onClick(): void
  children: string
}) {
  return (
    <Button
      size="small"
      variant="invisible"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      className={styles.word ?? ''}
      onClick={onClick}
    >
      {children}
    </Button>
  )
}
