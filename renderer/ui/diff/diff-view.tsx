import { Fragment, useState } from 'react'
import { type DiffLine, diffLines, hunksOf } from '../../../shared/domain/line-diff'
import { count } from '../words'
import styles from './diff-view.module.css'

const CONTEXT = 3
const SIGNS: Record<DiffLine['kind'], string> = { same: ' ', added: '+', removed: '-' }
const SPOKEN: Record<DiffLine['kind'], string> = { same: '', added: 'added', removed: 'removed' }

interface Props {
  before: string | null
  after: string | null
  /** Says what is compared. */
  label: string
}

/** A text before and after, line by line. Unchanged stretches far from a change are folded. */
export function DiffView({ before, after, label }: Props) {
  const [whole, setWhole] = useState(false)
  const lines = diffLines(before, after)
  const changed = lines.some(({ kind }) => kind !== 'same')
  const { hunks, hiddenAfter } = hunksOf(lines, whole || !changed ? lines.length : CONTEXT)
  const shown = changed ? hunks : [{ hidden: 0, lines }]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a stretch that scrolls must be reachable by keyboard.
    <section className={styles.diff} data-new={before === null} tabIndex={0} aria-label={label}>
      <table className={styles.table}>
        <tbody>
          {shown.map((hunk) => (
            <Fragment key={`${hunk.lines[0]?.oldNumber} ${hunk.lines[0]?.newNumber}`}>
              {hunk.hidden > 0 && <Fold hidden={hunk.hidden} onOpen={() => setWhole(true)} />}
              {hunk.lines.map((line) => (
                <Line key={`${line.oldNumber} ${line.newNumber}`} line={line} />
              ))}
            </Fragment>
          ))}
          {changed && hiddenAfter > 0 && <Fold hidden={hiddenAfter} onOpen={() => setWhole(true)} />}
        </tbody>
      </table>
    </section>
  )
}

function Line({ line }: { line: DiffLine }) {
  return (
    <tr className={styles.line} data-kind={line.kind}>
      <td className={styles.number}>{line.oldNumber}</td>
      <td className={styles.number}>{line.newNumber}</td>
      <td className={styles.sign}>
        <span aria-hidden="true">{SIGNS[line.kind]}</span>
        <span className="visually-hidden">{SPOKEN[line.kind]}</span>
      </td>
      <td className={styles.text}>{line.text}</td>
    </tr>
  )
}

function Fold({ hidden, onOpen }: { hidden: number; onOpen(): void }) {
  return (
    <tr className={styles.fold}>
      <td colSpan={4}>
        <button type="button" onClick={onOpen}>
          Show {count(hidden, 'unchanged line')}
        </button>
      </td>
    </tr>
  )
}
