import { Link } from 'react-router'
import type { FleetRow } from '../../../shared/contract/fleet'
import { LINKS } from '../../../shared/domain/finding'
import { isQuiet, StatusGlyph } from '../status-glyph'
import { linkSentence, repositoryPath } from '../words'
import styles from './chain-line.module.css'

interface Props {
  row: Pick<FleetRow, 'repository' | 'links' | 'state'>
  /** Only the row at hand takes its links into the tab order. */
  tabbable: boolean
}

/** The chain as seven stations on a line that is whole up to the first break. Each leads to its findings. */
export function ChainLine({ row, tabbable }: Props) {
  const firstBreak = LINKS.findIndex((link) => row.links[link].breaks)
  const quiet = isQuiet(row.state)
  return (
    <span className={styles.line}>
      {LINKS.map((link, index) => {
        const { status, breaks, says } = row.links[link]
        const sentence = linkSentence(link, status, breaks && !quiet, says)
        return (
          <Link
            key={link}
            to={repositoryPath(row.repository, `?link=${link}`)}
            className={styles.station}
            data-beyond={firstBreak >= 0 && index > firstBreak}
            aria-label={sentence}
            title={sentence}
            tabIndex={tabbable ? 0 : -1}
          >
            <StatusGlyph status={status} breaks={breaks} quiet={quiet} />
          </Link>
        )
      })}
    </span>
  )
}
