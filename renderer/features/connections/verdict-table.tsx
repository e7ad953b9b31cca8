import type { FeatureVerdict } from '../../../shared/domain/preflight'
import styles from './preflight.module.css'
import { VerdictMark } from './verdict-mark'

export interface VerdictLine {
  feature: string
  /** What it is for, in a few words. */
  words: string
  allowed: FeatureVerdict['allowed']
  /** What is missing; shown only where something is. */
  says: string
}

/** Feature by feature: whether it may be done, and what is missing. */
export function VerdictTable({ caption, lines }: { caption: string; lines: readonly VerdictLine[] }) {
  return (
    <div className="table-scroller">
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">May it?</th>
            <th scope="col">What for</th>
            <th scope="col">What is missing</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ feature, words, allowed, says }) => (
            <tr key={feature}>
              <td>
                <VerdictMark allowed={allowed} />
              </td>
              <th scope="row" className={styles.feature}>
                {words}
              </th>
              <td className={styles.says}>{allowed === 'yes' ? '' : says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
