import styles from './grid.module.css'

interface Props {
  titles: readonly string[]
  /** Whether a column with the choice of the row stands before the named ones. */
  chosen?: boolean
}

/** The titles of a grid's columns: they stay in place. */
export function GridHead({ titles, chosen = false }: Props) {
  return (
    <thead className={styles.head}>
      <tr aria-rowindex={1} className={styles.row}>
        {chosen && (
          <th scope="col">
            <span className="visually-hidden">Chosen</span>
          </th>
        )}
        {titles.map((title) => (
          <th key={title} scope="col" className={styles.columnHead}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  )
}
