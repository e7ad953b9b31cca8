import type { Evidence } from '../../../shared/domain/finding'
import { DiffView } from '../diff/diff-view'
import styles from './evidence-list.module.css'
import { splitByDifference } from './split-by-difference'

/** Characters of a value that fits beside its label. */
const SHORT = 32

/** Comparisons side by side: short ones a line each, long ones under their label, whole documents as a diff. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const documents = evidence.filter((each) => longest(each).includes('\n'))
  const values = evidence.filter((each) => !documents.includes(each))
  const short = values.filter((each) => longest(each).length <= SHORT)
  const long = values.filter((each) => !short.includes(each))
  return (
    <div className={styles.evidence}>
      {long.length > 0 && <LongValues values={long} />}
      {short.length > 0 && <ShortValues values={short} />}
      {documents.map((each) => (
        <figure key={keyOf(each)}>
          <figcaption className={styles.caption}>
            {each.label} <Source evidence={each} />
          </figcaption>
          <DiffView
            before={each.found}
            after={each.wanted ?? each.found}
            label={`${each.label}: found and wanted`}
          />
        </figure>
      ))}
    </div>
  )
}

function longest({ wanted, found }: Evidence): string {
  return (wanted?.length ?? 0) > (found?.length ?? 0) ? (wanted ?? '') : (found ?? '')
}

function keyOf({ label, source, wanted, found }: Evidence): string {
  return [label, source, wanted, found].join(' ')
}

function LongValues({ values }: { values: readonly Evidence[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Wanted</th>
          <th scope="col">Found</th>
        </tr>
      </thead>
      {values.map((each) => (
        <tbody key={keyOf(each)}>
          <tr>
            <th scope="rowgroup" colSpan={2}>
              {each.label} <Source evidence={each} />
            </th>
          </tr>
          <tr>
            <Compared evidence={each} />
          </tr>
        </tbody>
      ))}
    </table>
  )
}

function ShortValues({ values }: { values: readonly Evidence[] }) {
  return (
    <table className={`${styles.table} ${styles.short}`}>
      <thead>
        <tr>
          <th scope="col">Checked</th>
          <th scope="col">Wanted</th>
          <th scope="col">Found</th>
          <th scope="col">Where</th>
        </tr>
      </thead>
      <tbody>
        {values.map((each) => (
          <tr key={keyOf(each)}>
            <th scope="row">{each.label}</th>
            <Compared evidence={each} />
            <td>
              <Source evidence={each} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Compared({ evidence: { wanted, found } }: { evidence: Evidence }) {
  return (
    <>
      <td>
        <Value text={wanted} other={found} absent="–" />
      </td>
      <td>
        <Value text={found} other={wanted} absent="nothing" />
      </td>
    </>
  )
}

/** A value with the stretch marked in which it differs from what it is compared with. */
function Value({ text, other, absent }: { text: string | null; other: string | null; absent: string }) {
  if (text === null) return <span className="muted">{absent}</span>
  if (text === '') return <span className="muted">empty</span>
  const [before, differs, after] = splitByDifference(text, other)
  return (
    <code className={styles.value}>
      {before}
      {differs && <mark className={styles.differs}>{differs}</mark>}
      {after}
    </code>
  )
}

function Source({ evidence }: { evidence: Evidence }) {
  return (
    <span className={styles.source}>
      {evidence.source}
      {evidence.line !== null && `, line ${evidence.line}`}
    </span>
  )
}
